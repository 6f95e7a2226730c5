/** The open model files, compiled after every change: one at a time, the last touched first, and never a text that is out of date. */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Compilation, Compiler } from '../compiler/compile';
import { pathOf } from './paths';

export interface CompiledModel {
  readonly uri: string;
  readonly path: string;
  /** Of the document. */
  readonly version: number;
  readonly text: string;
  readonly compilation: Compilation;
}

export interface Models {
  /** Compiles them, now or as soon as the compiler is free; the last comes first. */
  compile(uris: readonly string[]): void;
  /** As it is once all changes so far are compiled; undefined: not open, or the compiler failed. */
  settled(uri: string): Promise<CompiledModel | undefined>;
  close(uri: string): void;
  /** As last compiled. */
  all(): readonly CompiledModel[];
}

export interface ModelsOptions {
  readonly compiler: Compiler;
  document(uri: string): TextDocument | undefined;
  onCompiled(model: CompiledModel, before: CompiledModel | undefined): void;
  onFailed(uri: string, error: unknown): void;
}

export function createModels({ compiler, document, onCompiled, onFailed }: ModelsOptions): Models {
  const compiled = new Map<string, CompiledModel>();
  /** To be compiled; the last comes first. */
  const waiting = new Set<string>();
  const listeners = new Map<string, (() => void)[]>();
  let current: string | undefined;

  const work = async (): Promise<void> => {
    for (let uri = lastOf(waiting); uri !== undefined; uri = lastOf(waiting)) {
      waiting.delete(uri);
      current = uri;
      try {
        const model = await compileNow(uri);
        // Changed or closed meanwhile: what came out is about a text that no one sees any more.
        if (model !== undefined && !waiting.has(uri) && document(uri) !== undefined) {
          const before = compiled.get(uri);
          compiled.set(uri, model);
          onCompiled(model, before);
        }
      } catch (error) {
        compiled.delete(uri);
        onFailed(uri, error);
      }
      current = undefined;
      if (!waiting.has(uri)) settle(uri);
    }
  };

  const compileNow = async (uri: string): Promise<CompiledModel | undefined> => {
    const opened = document(uri);
    if (opened === undefined) return undefined;
    const { version } = opened;
    const text = opened.getText();
    const path = pathOf(uri);
    return { uri, path, version, text, compilation: await compiler.compile(path, text) };
  };

  const settle = (uri: string): void => {
    for (const listener of listeners.get(uri) ?? []) listener();
    listeners.delete(uri);
  };

  return {
    compile(uris) {
      for (const uri of uris) {
        waiting.delete(uri);
        waiting.add(uri);
      }
      if (current === undefined) void work();
    },
    async settled(uri) {
      if (current === uri || waiting.has(uri)) {
        await new Promise<void>((resolve) => listeners.set(uri, [...(listeners.get(uri) ?? []), resolve]));
      }
      return compiled.get(uri);
    },
    close(uri) {
      waiting.delete(uri);
      compiled.delete(uri);
      if (current !== uri) settle(uri);
    },
    all: () => [...compiled.values()],
  };
}

const lastOf = (set: ReadonlySet<string>): string | undefined => [...set].at(-1);
