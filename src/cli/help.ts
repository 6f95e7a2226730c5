/** What `modelwright help` prints. */
import { type Command, type Entry, usageOf } from './command';
import type { Looks } from './terminal/terminal';
import { wrap } from './terminal/width';
import { VERSION } from './version';

export function overviewLines(commands: readonly Entry[], looks: Looks): string[] {
  return [
    `${looks.style.bold('modelwright')} ${VERSION}: neural networks in TypeScript, checked, drawn and trained`,
    '',
    ...pairLines(
      commands.map((command) => [`${command.name} ${command.operands}`, command.doc]),
      looks,
    ),
    '',
    ...pairLines(
      [
        ['help <command>', 'Says more about one of them.'],
        ['--version', 'Prints the version.'],
      ],
      looks,
    ),
  ];
}

export function commandLines(entry: Entry, { options, examples }: Command, looks: Looks): string[] {
  const forms = Object.entries(options).map(([option, { short, value, doc }]): Pair => {
    const form = [short === undefined ? '' : `-${short}, `, `--${option}`, value === undefined ? '' : ` ${value}`].join('');
    return [form, doc];
  });
  return [
    looks.style.bold(usageOf(entry)),
    '',
    ...wrap(entry.doc, looks.columns - MARGIN.length).map((line) => `${MARGIN}${line}`),
    '',
    ...pairLines(forms, looks),
    '',
    ...examples.map((example) => `  $ ${example}`),
  ];
}

/** What to type, and what it does. */
type Pair = readonly [form: string, doc: string];

const MARGIN = '  ';

/** Cells that a text needs to be read with ease. */
const READABLE = 40;

/** Two columns; where the second would be too narrow, the text stands below. */
function pairLines(pairs: readonly Pair[], { style, columns }: Looks): string[] {
  const wide = Math.max(0, ...pairs.map(([form]) => form.length));
  const indent = MARGIN.length + wide + 2;
  const isBeside = columns - indent >= READABLE;
  const before = ' '.repeat(isBeside ? indent : 6);
  return pairs.flatMap(([form, doc]) => {
    const lines = wrap(doc, columns - before.length).map((line) => `${before}${style.dim(line)}`);
    if (!isBeside) return [`${MARGIN}${form}`, ...lines];
    const [first = '', ...rest] = lines;
    return [`${MARGIN}${form.padEnd(wide)}  ${first.trimStart()}`, ...rest];
  });
}
