/** What a rule is: one object with its id, its words, and the code that finds or explains a fault. */
import type { Schema } from '../../ir/data';
import type { Diagnostic, Fix, Related, Severity } from '../../ir/diagnostic';
import { type Dim, formatDim } from '../../ir/dim';
import type { Fault } from '../../ir/layer-spec';
import type { Location } from '../../ir/location';
import { formatShape } from '../../ir/tensor';
import type { CallNode, Evaluated, LayerNode, ModelNode, TrainingNode } from '../evaluated';
import type { Obstacle } from '../modules';

export interface Rule {
  /** Stable, kebab-case. */
  readonly id: string;
  readonly severity: Severity;
  /** A line for lists. */
  readonly title: string;
  /** What `modelwright explain` prints: why it is a fault, and what helps. */
  readonly doc: string;
  /** Templates: `{op}` stands for the parameter of that name. The first clause says what is wrong and must stand alone. */
  readonly messages: Readonly<Record<string, string>>;
}

/** Words a fault that a layer's shape rule found. */
export interface FaultRule extends Rule {
  explain(fault: Fault, call: CallNode): Finding | undefined;
}

/** Looks at the whole file. */
export interface CheckRule extends Rule {
  check(checked: Checked): Iterable<Finding>;
}

/** Words what keeps a part of the file from being evaluated. */
export interface ObstacleRule extends Rule {
  explain(obstacle: Obstacle): Finding;
}

export interface Checked {
  readonly evaluated: Evaluated;
  readonly models: readonly ModelNode[];
  readonly ids: ReadonlyMap<LayerNode, string>;
  /** What is known of the data, for each training whose data could be looked at. */
  readonly schemas: ReadonlyMap<TrainingNode, Schema>;
}

export interface Finding {
  /** Which of the rule's templates. */
  readonly message: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly at: Location;
  readonly layer?: LayerNode;
  readonly related?: readonly Related[];
  readonly fixes?: readonly Fix[];
  /** TypeScript finds it too. */
  readonly typescript?: boolean;
}

export function toDiagnostic(rule: Rule, finding: Finding, ids: ReadonlyMap<LayerNode, string>): Diagnostic {
  const { message, params, at, layer, related = [], fixes = [], typescript = false } = finding;
  const id = layer && ids.get(layer);
  return {
    rule: rule.id,
    severity: rule.severity,
    message: fill(rule.messages[message] ?? '', params),
    location: at,
    ...(id === undefined ? {} : { layer: id }),
    related,
    fixes,
    ...(typescript ? { typescript } : {}),
  };
}

const fill = (template: string, params: Readonly<Record<string, unknown>>): string =>
  template.replace(/\{(\w+)\}/g, (_, name: string) => show(params[name]));

/** Sizes and shapes as people write them, everything else as it is. */
function show(value: unknown): string {
  if (Array.isArray(value)) return value.every(isDim) ? formatShape(value) : value.map(show).join(', ');
  return isDim(value) ? formatDim(value) : String(value);
}

const isDim = (value: unknown): value is Dim =>
  typeof value === 'number' || (typeof value === 'object' && value !== null && 'terms' in value);
