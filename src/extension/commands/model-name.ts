/** What a new model file may be called: a file name on every system, and nothing that leads to another folder. */

const ENDING = '.model.ts';
/** Names of devices on Windows, whatever ending they have. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/** The person need not write the ending. */
export const modelFileName = (name: string): string =>
  `${name
    .trim()
    .replace(/(\.model)?\.ts$/, '')
    .replace(/\.model$/, '')}${ENDING}`;

/** `name`, or the first of `name-2`, `name-3`, ... that is not there yet. */
export function freeName(name: string, existing: readonly string[]): string {
  const taken = new Set(existing.map((other) => other.toLowerCase()));
  const isTaken = (one: string): boolean => taken.has(modelFileName(one).toLowerCase());
  let free = name;
  for (let number = 2; isTaken(free); number += 1) free = `${name}-${number}`;
  return free;
}

/** Why a name can't be that of a file beside `existing`; undefined: it can. */
export function nameProblem(name: string, existing: readonly string[]): string | undefined {
  const file = modelFileName(name);
  const stem = file.slice(0, -ENDING.length);
  if (!/^[\p{L}\p{N}_]([\p{L}\p{N} ._-]*[\p{L}\p{N}_-])?$/u.test(stem)) {
    return 'Use letters, digits, - and _, with a letter or digit first.';
  }
  if (DEVICE.test(stem.split('.')[0] ?? '')) return `${stem} is the name of a device on Windows.`;
  if (file.length > 100) return `The name has ${file.length} characters with its ending; 100 are possible.`;
  if (existing.some((other) => other.toLowerCase() === file.toLowerCase())) return `${file} is there already.`;
  return undefined;
}
