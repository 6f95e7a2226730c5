/** A compiler on files in memory or from the disk, with the real sandbox. */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { type Compilation, createCompiler } from '../../src/compiler/compile';
import type { Diagnostic, Edit } from '../../src/ir/diagnostic';
import type { Position } from '../../src/ir/location';

const dist = fileURLToPath(new URL('../../dist/', import.meta.url));

export type Files = Readonly<Record<string, string>>;

/** One compiler for all tests of a file, as in an editor: what one test did must not matter to the next. */
export function createTestCompiler(
  readFile: (path: string) => string | undefined = readFromDisk,
  isThere: (path: string) => boolean = () => false,
): {
  compile(entry: string, text?: string): Promise<Compilation>;
  compileFiles(files: Files): Promise<Compilation>;
} {
  let files: Files = {};
  const compiler = createCompiler({
    sandboxPath: `${dist}sandbox.js`,
    host: {
      readFile: (path) => files[path] ?? readFile(path),
      isThere,
      dataHost: (entry) => {
        const baseDir = dirname(resolve(entry));
        return { builtinDir: `${dist}data`, baseDir, readable: [baseDir], collections: [] };
      },
    },
  });
  afterAll(() => compiler.close());
  return {
    compile: (entry, text) => compiler.compile(entry, text),
    /** The first file is the one that is compiled. */
    compileFiles(given) {
      files = given;
      return compiler.compile(Object.keys(given)[0] ?? '');
    },
  };
}

function readFromDisk(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** The text that a diagnostic is about. */
export function marked(text: string, { location: { range } }: Diagnostic): string {
  return text.slice(offsetOf(text, range.start), offsetOf(text, range.end));
}

function offsetOf(text: string, { line, character }: Position): number {
  const lines = text.split('\n').slice(0, line);
  return lines.reduce((sum, { length }) => sum + length + 1, character);
}

export function applyEdits(text: string, edits: readonly Edit[]): string {
  const sorted = [...edits].sort((a, b) => offsetOf(text, b.range.start) - offsetOf(text, a.range.start));
  return sorted.reduce(
    (result, { range, text: inserted }) =>
      result.slice(0, offsetOf(text, range.start)) + inserted + result.slice(offsetOf(text, range.end)),
    text,
  );
}

/** `rule «marked text» message`, for each that is not just information. */
export const briefly = (text: string, diagnostics: readonly Diagnostic[]): string[] =>
  diagnostics
    .filter(({ severity }) => severity !== 'info')
    .map((diagnostic) => `${diagnostic.rule} «${marked(text, diagnostic)}» ${diagnostic.message}`);
