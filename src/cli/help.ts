/** What `modelwright help` prints. */
import { type Command, type Entry, usageOf } from './command';
import type { Style } from './terminal/style';
import { VERSION } from './version';

export function overviewLines(commands: readonly Entry[], { bold, dim }: Style): string[] {
  const usages = commands.map((command) => `${command.name} ${command.operands}`);
  const wide = Math.max(...usages.map((usage) => usage.length));
  return [
    `${bold('modelwright')} ${VERSION}: neural networks in TypeScript, checked, drawn and trained`,
    '',
    ...commands.map(({ doc }, at) => `  ${(usages[at] ?? '').padEnd(wide)}  ${dim(doc)}`),
    '',
    `  ${'help <command>'.padEnd(wide)}  ${dim('Says more about one of them.')}`,
    `  ${'--version'.padEnd(wide)}  ${dim('Prints the version.')}`,
  ];
}

export function commandLines(entry: Entry, { options, examples }: Command, { bold, dim }: Style): string[] {
  const forms = Object.entries(options).map(([option, { short, value }]) =>
    [short === undefined ? '' : `-${short}, `, `--${option}`, value === undefined ? '' : ` ${value}`].join(''),
  );
  const wide = Math.max(0, ...forms.map((form) => form.length));
  return [
    bold(usageOf(entry)),
    '',
    `  ${entry.doc}`,
    '',
    ...Object.values(options).map((option, at) => `  ${(forms[at] ?? '').padEnd(wide)}  ${dim(option.doc)}`),
    '',
    ...examples.map((example) => `  $ ${example}`),
  ];
}
