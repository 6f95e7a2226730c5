/** What was found in which file: a model may find something in a file that it imports, and two models the same. */
import type { Diagnostic } from '../ir/diagnostic';
import type { CompiledModel } from './models';

export interface Findings {
  /** The findings of a model take the place of those it had; gives the paths of the files that may have others now. */
  replace({ path, compilation }: Pick<CompiledModel, 'path' | 'compilation'>): readonly string[];
  remove(path: string): readonly string[];
  /** In a file, each once. */
  of(path: string): readonly Diagnostic[];
}

export function createFindings(): Findings {
  /** By model, then by file. */
  const found = new Map<string, ReadonlyMap<string, readonly Diagnostic[]>>();
  return {
    replace({ path, compilation }) {
      const before = found.get(path)?.keys() ?? [];
      const byFile = new Map<string, Diagnostic[]>([[path, []]]);
      for (const diagnostic of compilation.diagnostics) {
        const { file } = diagnostic.location;
        byFile.set(file, [...(byFile.get(file) ?? []), diagnostic]);
      }
      found.set(path, byFile);
      return [...new Set([...byFile.keys(), ...before])];
    },
    remove(path) {
      const before = [...(found.get(path)?.keys() ?? [])];
      found.delete(path);
      return before;
    },
    of(path) {
      const all = [...found.values()].flatMap((byFile) => byFile.get(path) ?? []);
      return [...new Map(all.map((one) => [keyOf(one), one])).values()];
    },
  };
}

const keyOf = ({ rule, location, message }: Diagnostic): string => JSON.stringify([rule, location.range, message]);
