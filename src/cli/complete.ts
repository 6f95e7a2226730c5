/** What may follow on a command line, from the table of commands. Shells ask for it through `modelwright completion --words`. */
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { runsDirectory } from '../runs/layout';
import { listRuns } from '../runs/read';
import type { Command, Entry } from './command';

/**
 * `words` are those behind `modelwright`, the last being the one that is typed, empty or begun. A candidate that ends in /
 * is a folder, which goes on.
 */
export async function candidatesFor(words: readonly string[], commands: readonly Entry[]): Promise<string[]> {
  const [name = '', ...rest] = words;
  const typed = words.at(-1) ?? '';
  const names = commands.map((command) => command.name);
  if (rest.length === 0) return startingWith(typed, [...names, 'help', '--version']);
  if (name === 'help') return rest.length === 1 ? startingWith(typed, names) : [];
  const entry = commands.find((command) => command.name === name);
  if (entry === undefined) return [];
  const { options } = await entry.load();
  const { operands, open } = split(rest.slice(0, -1), options);
  if (open !== undefined) return alternatives(open, typed);
  const [option, equals, value] = typed.match(/^(--[\w-]+)(=)(.*)$/)?.slice(1) ?? [];
  if (option !== undefined && equals !== undefined) {
    return alternatives(options[option.slice(2)]?.value ?? '', value ?? '').map((one) => `${option}=${one}`);
  }
  if (typed.startsWith('-')) return startingWith(typed, [...Object.keys(options).map((one) => `--${one}`), '--help']);
  const slots = entry.operands.match(/<[^>]*>|\[[^\]]* \.\.\.\]|\[[^\]]*\]/g) ?? [];
  const slot = slots[operands] ?? (slots.at(-1)?.endsWith('...]') ? slots.at(-1) : undefined);
  return alternatives(slot ?? '', typed);
}

/** How many operands there are, and what the option before the typed word waits for. */
function split(words: readonly string[], options: Command['options']): { operands: number; open?: string } {
  let operands = 0;
  let open: string | undefined;
  for (const word of words) {
    const value = Object.entries(options).find(([name, { short }]) => word === `--${name}` || word === `-${short}`)?.[1].value;
    if (open !== undefined) open = undefined;
    else if (value !== undefined) open = value;
    else if (!word.startsWith('-')) operands++;
  }
  return { operands, ...(open !== undefined && { open }) };
}

/** `<run|latest>`, `<file[#model]>`, `text|json`: what such a place in the usage takes. */
function alternatives(usage: string, typed: string): string[] {
  const isNamed = usage.startsWith('<');
  const parts = usage.replace(/^[<[]|[>\]]$| \.\.\.\]$/g, '').split('|');
  const found = parts.flatMap((part): string[] => {
    const word = part.replace(/[[#].*$/, '');
    if (word === 'run') return startingWith(typed, listRuns(runsDirectory(resolve('.', 'any.model.ts'))));
    if (word === 'file') return filesBelow(typed, /\.model\.ts$/);
    if (/^file\.\w+$/.test(word)) return filesBelow(typed, new RegExp(`\\${word.slice(4)}$`));
    if (word === 'folder' || word === 'pattern' || word === 'n' || word === '-') return [];
    return !isNamed || word === 'latest' ? startingWith(typed, [word]) : [];
  });
  return [...new Set(found)];
}

const startingWith = (typed: string, words: readonly string[]): string[] => words.filter((word) => word.startsWith(typed));

/** In the folder that is typed; further folders too. */
function filesBelow(typed: string, wanted: RegExp): string[] {
  const folder = typed.slice(0, typed.lastIndexOf('/') + 1);
  try {
    const entries = readdirSync(folder || '.', { withFileTypes: true });
    const paths = entries.flatMap((entry) => {
      if (entry.name.startsWith('.') || entry.name === 'node_modules') return [];
      if (entry.isDirectory()) return [`${folder}${entry.name}/`];
      return wanted.test(entry.name) ? [`${folder}${entry.name}`] : [];
    });
    return startingWith(typed, paths.sort());
  } catch {
    return [];
  }
}
