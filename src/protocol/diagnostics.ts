/** What `modelwright check --format json` prints. Positions are zero-based, in UTF-16 units, as in the Language Server Protocol. */
import type { Severity } from '../ir/diagnostic';
import type { Range } from '../ir/location';
import { isCount, isText, listOf, oneOf, optional, record } from './guards';

export interface CheckReport {
  readonly v: 1;
  readonly files: readonly FileReport[];
}

export interface FileReport {
  /** As it was given on the command line. */
  readonly path: string;
  readonly diagnostics: readonly ReportedDiagnostic[];
}

export interface ReportedDiagnostic {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly range: Range;
  /** Id of the layer the finding is about. */
  readonly layer?: string;
  readonly related: readonly { readonly message: string; readonly path: string; readonly range: Range }[];
  readonly fixes: readonly {
    readonly title: string;
    /** `path` only where it is not the file the diagnostic is in. */
    readonly edits: readonly { readonly path?: string; readonly range: Range; readonly text: string }[];
  }[];
}

export const isCheckReport = (value: unknown): value is CheckReport =>
  record({ v: (v) => v === 1, files: listOf(isFileReport) })(value);

const isPosition = record({ line: isCount, character: isCount });
const isRange = record({ start: isPosition, end: isPosition });
const isEdit = record({ path: optional(isText), range: isRange, text: isText });

const isFileReport = record({
  path: isText,
  diagnostics: listOf(
    record({
      rule: isText,
      severity: oneOf('error', 'warning', 'info'),
      message: isText,
      range: isRange,
      layer: optional(isText),
      related: listOf(record({ message: isText, path: isText, range: isRange })),
      fixes: listOf(record({ title: isText, edits: listOf(isEdit) })),
    }),
  ),
});
