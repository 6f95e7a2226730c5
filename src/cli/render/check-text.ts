/** `modelwright check` for people: each finding with its line of source, and what is wrong under the text to blame. */
import type { Diagnostic, Severity } from '../../ir/diagnostic';
import type { Location } from '../../ir/location';
import { counted } from '../../protocol/format';
import { codeFrame } from '../terminal/code-frame';
import type { Style } from '../terminal/style';
import type { Looks } from '../terminal/terminal';
import { padEnd, printable } from '../terminal/width';

export interface CheckedFile {
  /** As it was given. */
  readonly path: string;
  readonly source: string;
  readonly diagnostics: readonly Diagnostic[];
}

export function checkLines(files: readonly CheckedFile[], looks: Looks): string[] {
  const findings = files.flatMap(({ source, diagnostics }) =>
    diagnostics.flatMap((one) => [...findingLines(one, source, looks), '']),
  );
  return [...findings, countLine(files, looks.style), ...moreLine(files, looks.style)];
}

export function findingLines(
  { severity, rule, message, location, related, fixes }: Diagnostic,
  source: string,
  looks: Looks,
): string[] {
  const { style } = looks;
  const paint = paintOf(severity, style);
  return [
    `${style.bold(place(location))}  ${paint(severity)}  ${style.dim(printable(rule))}`,
    ...codeFrame({ source, range: location.range, message, paint, columns: looks.columns }, style),
    ...related.map((one) => `     ${style.dim('see:')} ${printable(one.message)} ${style.dim(`(${place(one.location)})`)}`),
    ...fixes.map(({ title }, at) =>
      `     ${padEnd(`fix: ${printable(title)}`, 62)} ${at === 0 ? style.dim('--fix applies it') : ''}`.trimEnd(),
    ),
  ];
}

/** `model.ts:8:17`, counted from 1, as editors read it. */
const place = ({ file, range: { start } }: Location): string => `${printable(file)}:${start.line + 1}:${start.character + 1}`;

const paintOf = (severity: Severity, style: Style) =>
  severity === 'error' ? style.red : severity === 'warning' ? style.yellow : style.blue;

function countLine(files: readonly CheckedFile[], { red, green, yellow }: Style): string {
  const of = (severity: Severity): number =>
    files.flatMap(({ diagnostics }) => diagnostics).filter((one) => one.severity === severity).length;
  const [errors, warnings] = [of('error'), of('warning')];
  const paint = errors > 0 ? red : warnings > 0 ? yellow : green;
  return `${paint(`${counted(errors, 'error')}, ${counted(warnings, 'warning')}`)} in ${counted(files.length, 'file')}`;
}

/** Where to read more, of the first finding that is more than information. */
function moreLine(files: readonly CheckedFile[], { dim }: Style): string[] {
  const first = files.flatMap(({ diagnostics }) => diagnostics).find(({ severity }) => severity !== 'info');
  return first === undefined ? [] : [dim(`modelwright explain ${printable(first.rule)} says more`)];
}
