/** The model files that a command line names: files, folders, and patterns that the shell left alone. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, posix, sep } from 'node:path';
import { CommandError } from './errors';

const MODEL_FILE = /\.model\.ts$/;

/** Paths as they were given, or below what was given, sorted and each once. */
export function findModelFiles(operands: readonly string[]): string[] {
  const found = operands.flatMap((operand) => {
    if (existsSync(operand))
      return statSync(operand).isDirectory() ? below(operand).filter((path) => MODEL_FILE.test(path)) : [operand];
    if (!/[*?]/.test(operand)) throw new CommandError(`There is no file ${operand}.`);
    return matching(operand);
  });
  if (found.length === 0) throw new CommandError(`No model files in ${operands.join(', ')}. Their names end in .model.ts.`);
  return [...new Set(found)].sort();
}

/** Hidden folders (.git, .modelwright) and packages hold nothing of the user's. */
function below(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '.' ? entry.name : join(folder, entry.name);
    if (entry.isDirectory()) return entry.name.startsWith('.') || entry.name === 'node_modules' ? [] : below(path);
    return entry.isFile() ? [path] : [];
  });
}

function matching(pattern: string): string[] {
  const parts = pattern.replaceAll('\\', '/').split('/');
  const fixed = parts.slice(
    0,
    parts.findIndex((part) => /[*?]/.test(part)),
  );
  const start = fixed.length === 0 ? '.' : fixed.join('/') || '/';
  if (!existsSync(start)) return [];
  const expression = expressionOf(posix.normalize(parts.join('/')));
  return below(start).filter((path) => expression.test(path.replaceAll(sep, '/')));
}

/** `**` crosses folders, `*` and `?` do not. */
function expressionOf(pattern: string): RegExp {
  const words: Readonly<Record<string, string>> = { '**/': '(?:.*/)?', '**': '.*', '*': '[^/]*', '?': '[^/]' };
  return new RegExp(`^${pattern.replace(/\*\*\/|\*\*|[*?]|[.+^$(){}|[\]\\]/g, (part) => words[part] ?? `\\${part}`)}$`);
}

export interface Target {
  readonly path: string;
  /** Behind the `#`: one export of the file. */
  readonly name?: string;
}

/** `digits.model.ts#small`, as commands take it that work on one model or training. */
export function readTarget(operands: readonly string[], usage: string): Target {
  const [operand, ...surplus] = operands;
  if (operand === undefined) throw new CommandError(`Which file? ${usage}`);
  if (surplus.length > 0) throw new CommandError(`One file at a time, but got ${operands.length}: ${operands.join(', ')}.`);
  const hash = existsSync(operand) ? -1 : operand.lastIndexOf('#');
  const [path, name] = hash < 0 ? [operand] : [operand.slice(0, hash), operand.slice(hash + 1)];
  if (!existsSync(path)) throw new CommandError(`There is no file ${path}.`);
  if (statSync(path).isDirectory()) throw new CommandError(`${path} is a folder. ${usage}`);
  return { path, ...(name === undefined || name === '' ? {} : { name }) };
}
