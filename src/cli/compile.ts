/** The compiler, as commands use it: files come from the disk, the bundles from beside this one. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Compilation, createCompiler } from '../compiler/compile';
import { dataHostOf } from './data';
import { distDir } from './dist';
import { findingLines } from './render/check-text';
import { asText, type Terminal } from './terminal/terminal';

export type Compile = (path: string) => Promise<Compilation>;

export interface Compiled extends Compilation {
  readonly hasErrors: boolean;
}

export async function withCompiler<T>(work: (compile: Compile) => Promise<T>): Promise<T> {
  const compiler = createCompiler({
    sandboxPath: join(distDir, 'sandbox.js'),
    host: { readFile, dataHost: dataHostOf },
  });
  try {
    return await work((path) => compiler.compile(path));
  } finally {
    await compiler.close();
  }
}

/** For commands that show what can be shown: the findings go to stderr, but for those of the rule `except`. */
export async function compileForShow(path: string, terminal: Terminal, except?: string): Promise<Compiled> {
  const compilation = await withCompiler((compile) => compile(path));
  for (const diagnostic of compilation.diagnostics.filter(({ rule }) => rule !== except)) {
    const source = readFile(diagnostic.location.file) ?? '';
    terminal.err(asText([...findingLines(diagnostic, source, terminal), '']));
  }
  return { ...compilation, hasErrors: compilation.diagnostics.some(({ severity }) => severity === 'error') };
}

function readFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
