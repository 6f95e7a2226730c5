/**
 * QuickJS in WebAssembly, with the language already loaded. Before each evaluation the whole memory is put back to the moment
 * after loading: that isolates evaluations from each other and costs less than a millisecond, whatever the language's size.
 *
 * Bellard's build is pinned exactly: diagnostics stand on its stack positions, and the snapshot on how it is built.
 */

import prelude from 'bundle:prelude';
import { QuickJSFFI } from '@jitl/quickjs-wasmfile-release-sync/ffi';
import wasm from '@jitl/quickjs-wasmfile-release-sync/wasm';
import {
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSContext,
  type QuickJSHandle,
  type QuickJSWASMModule,
} from 'quickjs-emscripten-core';
import {
  ENTRY,
  type Evaluation,
  type Limit,
  MOST_FUEL,
  MOST_MEMORY_PAGES,
  MOST_OUTPUT,
  type Outcome,
  type SandboxModule,
  type Thrown,
} from './protocol';

export type Evaluate = (evaluation: Evaluation) => Outcome;

/** The language under the name that files import, and the code that makes it. */
const LANGUAGE = 'modelwright';
const PRELUDE = 'prelude';

const STACK_BYTES = 512 * 1024;
/** Twice the limit, for what the engine calls without looking at it. */
const STACK_REACH = 2 * STACK_BYTES;
const JOBS_AT_ONCE = 100;
const FIRST_PAGES = 256;
const PAGE = 65_536;

const NO_MODULE = { error: new Error('Only modelwright and .ts files beside this one can be imported.') };

export async function createEvaluate(): Promise<Evaluate> {
  // What the build asks for; it grows to the maximum and no further.
  const memory = new WebAssembly.Memory({ initial: FIRST_PAGES, maximum: MOST_MEMORY_PAGES });
  const context = (await instantiate(memory)).newContext();
  const { runtime } = context;
  let modules: Evaluation['modules'] = {};
  let fuel = 0;
  let tank = MOST_FUEL;
  runtime.setMaxStackSize(STACK_BYTES);
  runtime.setInterruptHandler(() => ++fuel > tank);
  runtime.setModuleLoader(
    (name) => codeOf(modules, name)?.code ?? NO_MODULE,
    (from, specifier) => {
      if (specifier === LANGUAGE || from === LANGUAGE) return specifier;
      return codeOf(modules, from)?.imports[specifier] ?? NO_MODULE;
    },
  );
  const { collect, describeError, prepare } = loadLanguage(context);

  const restore = snapshotOf(memory);

  const textOf = (fn: QuickJSHandle, argument?: QuickJSHandle): string | undefined => {
    const result = context.callFunction(fn, context.undefined, ...(argument === undefined ? [] : [argument]));
    return result.error ? undefined : result.value.consume(context.getString);
  };

  /** Runs the modules; what comes back is the namespace of the entry, or what was thrown. */
  const run = (): { namespace?: QuickJSHandle; thrown?: QuickJSHandle; pending?: true } => {
    const result = context.evalCode(codeOf(modules, ENTRY)?.code ?? '', ENTRY, { type: 'module' });
    if (result.error) return { thrown: result.error };
    while (runtime.hasPendingJob() && fuel <= tank) {
      const jobs = runtime.executePendingJobs(JOBS_AT_ONCE);
      if (jobs.error) return { thrown: jobs.error };
    }
    const state = context.getPromiseState(result.value);
    if (state.type === 'fulfilled') return { namespace: state.value };
    return state.type === 'rejected' ? { thrown: state.error } : { pending: true };
  };

  return (evaluation) => {
    restore();
    modules = evaluation.modules;
    fuel = 0;
    tank = MOST_FUEL;
    const { lists, callersOf } = evaluation;
    context.callFunction(prepare, context.undefined, context.newString(JSON.stringify({ lists, callersOf })));
    const { namespace, thrown, pending } = run();
    const spent = fuel;
    const outOfFuel = fuel > tank;
    tank = fuel + MOST_FUEL;
    const error = thrown === undefined ? undefined : parseThrown(textOf(describeError, thrown));
    const grown = memory.buffer.byteLength > FIRST_PAGES * PAGE;
    const limit = outOfFuel ? 'time' : pending ? 'await' : limitOf(error, grown);
    if (limit === 'memory') return { limit, fuel: spent, ...(error === undefined ? {} : { error }) };
    const recording = textOf(collect, namespace);
    if (recording === undefined || recording.length > MOST_OUTPUT) return { limit: limit ?? 'output', fuel: spent };
    return { recording, fuel: spent, ...(limit === undefined ? {} : { limit }), ...(error === undefined ? {} : { error }) };
  };
}

/**
 * Takes a picture of the memory; what is returned puts it back. Most of it are the zeros of the unused stack, of which the engine
 * reaches no more than its limit: the middle is never written, and to write it each time costs half a millisecond.
 */
function snapshotOf(memory: WebAssembly.Memory): () => void {
  const used = new Uint8Array(memory.buffer);
  const snapshot = used.slice(0, used.findLastIndex((byte) => byte !== 0) + 1);
  const [start, end] = longestZeros(snapshot);
  const [below, above] = [snapshot.slice(0, start), snapshot.slice(end)];
  return () => {
    // It may have grown, and is another buffer then.
    const bytes = new Uint8Array(memory.buffer);
    bytes.set(below);
    bytes.fill(0, start, Math.min(start + STACK_REACH, end));
    bytes.fill(0, Math.max(end - STACK_REACH, start), end);
    bytes.set(above, end);
  };
}

/** Where the longest stretch of zeros begins and ends. */
function longestZeros(bytes: Uint8Array): readonly [start: number, end: number] {
  let longest: readonly [number, number] = [0, 0];
  let start = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    if (bytes[at] === 0) continue;
    if (at - start > longest[1] - longest[0]) longest = [start, at];
    start = at + 1;
  }
  return longest;
}

async function instantiate(wasmMemory: WebAssembly.Memory): Promise<QuickJSWASMModule> {
  const variant = {
    type: 'sync',
    importFFI: async () => QuickJSFFI,
    // The build for `require`: the one for `import` looks for its own URL, which a bundle does not have.
    importModuleLoader: async () => require('@jitl/quickjs-wasmfile-release-sync/emscripten-module'),
  } as const;
  const wasmModule = await WebAssembly.compile(wasm);
  return newQuickJSWASMModuleFromVariant(newVariant(variant, { wasmMemory, wasmModule }));
}

function loadLanguage(context: QuickJSContext): {
  collect: QuickJSHandle;
  describeError: QuickJSHandle;
  prepare: QuickJSHandle;
} {
  const module = context.unwrapResult(context.evalCode(prelude, PRELUDE, { type: 'module' }));
  const names = context
    .unwrapResult(
      context.callFunction(
        context.getProp(context.getProp(context.global, 'Object'), 'keys'),
        context.undefined,
        context.getProp(module, 'language'),
      ),
    )
    .consume(context.dump) as string[];
  const code = `import { language } from '${PRELUDE}';\nexport const { ${names.join(', ')} } = language;`;
  context.unwrapResult(context.evalCode(code, LANGUAGE, { type: 'module' })).dispose();
  return {
    collect: context.getProp(module, 'collect'),
    describeError: context.getProp(module, 'describeError'),
    prepare: context.getProp(module, 'prepare'),
  };
}

const codeOf = (modules: Evaluation['modules'], name: string): SandboxModule | undefined =>
  Object.hasOwn(modules, name) ? modules[name] : undefined;

/** Undefined text: even describing the error failed, which only happens where there is no memory left. */
function parseThrown(text: string | undefined): Thrown {
  return text === undefined ? { name: 'InternalError', message: 'out of memory', stack: '' } : JSON.parse(text);
}

function limitOf(error: Thrown | undefined, grown: boolean): Limit | undefined {
  if (error?.name === 'InternalError' && error.message === 'stack overflow') return 'recursion';
  if (error?.name === 'InternalError' && error.message === 'out of memory') return 'memory';
  // Without memory for the error, null is thrown instead.
  return error?.message === 'null' && grown ? 'memory' : undefined;
}
