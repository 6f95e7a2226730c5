/** `modelwright check --format json`: the contract is in protocol/diagnostics.ts. */
import type { Diagnostic } from '../../ir/diagnostic';
import type { CheckReport, ReportedDiagnostic } from '../../protocol/diagnostics';
import type { CheckedFile } from './check-text';

export const checkReport = (files: readonly CheckedFile[]): CheckReport => ({
  v: 1,
  files: files.map(({ path, diagnostics }) => ({ path, diagnostics: diagnostics.map(reported) })),
});

const reported = ({ rule, severity, message, location, layer, related, fixes }: Diagnostic): ReportedDiagnostic => ({
  rule,
  severity,
  message,
  range: location.range,
  ...(layer === undefined ? {} : { layer }),
  related: related.map((one) => ({ message: one.message, path: one.location.file, range: one.location.range })),
  fixes: fixes.map(({ title, edits }) => ({
    title,
    edits: edits.map(({ file, range, text }) => ({ ...(file === location.file ? {} : { path: file }), range, text })),
  })),
});
