/** A finding about a model file, as `modelwright check --format json` prints it. */
import type { Location, Range } from './location';

export type Severity = 'error' | 'warning' | 'info';

export interface Diagnostic {
  /** Stable, kebab-case; `modelwright explain <rule>` tells more. */
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly location: Location;
  /** Id of the layer the finding is about. */
  readonly layer?: string;
  readonly related: readonly Related[];
  readonly fixes: readonly Fix[];
  /** TypeScript finds it too: an editor in which it is active need not say it twice. */
  readonly typescript?: true;
}

export interface Related {
  readonly message: string;
  readonly location: Location;
}

/** A repair that the sizes leave no doubt about. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly Edit[];
}

export interface Edit {
  readonly file: string;
  readonly range: Range;
  readonly text: string;
}
