/** From the text of a model file to its networks, trainings and diagnostics. */
import { DataError } from '../data/error';
import { probe } from '../data/probe';
import type { DataHost } from '../data/source';
import type { Schema } from '../ir/data';
import type { Diagnostic } from '../ir/diagnostic';
import type { Network } from '../ir/network';
import type { Training } from '../ir/training';
import { type Attempt, evaluateOnce, evaluateRest, type Timer } from './attempt';
import { diagnose, type Looked } from './diagnose';
import { type Evaluated, type TrainingNode, trainingsOf } from './evaluated';
import { createEvaluator, type Evaluator } from './evaluator';
import { loadModules, type ModuleHost, type Modules, type Obstacle } from './modules';
import { namedModels, namesIn, toNetwork } from './networks';
import { createSandbox } from './sandbox/sandbox';
import { parseSource, type Source } from './source';
import { blank, linesChanged, type Span } from './text';
import { toDescription, toTraining } from './trainings';

export interface CompilerOptions {
  /** The bundle of `sandbox/worker.ts`. */
  readonly sandboxPath: string;
  readonly host: CompilerHost;
}

export interface CompilerHost {
  /** Text of a file, unsaved changes included; undefined where there is none, or none that may be read. */
  readFile(path: string): string | undefined;
  /** Whether there is a file, of whatever kind; where no one asks what TypeScript finds, it is not needed. */
  isThere?(path: string): boolean;
  /** Where the data of a model file may be read; nothing else of them is. */
  dataHost(entry: string): DataHost;
}

export interface Compiler {
  /** `text` instead of what the host has under `entry`. Throws where there is neither. Calls are answered one after the other. */
  compile(entry: string, text?: string): Promise<Compilation>;
  close(): Promise<void>;
}

export interface Compilation {
  /** The file and all it imports. */
  readonly files: readonly string[];
  /** Every exported model, and every model that an exported training uses. */
  readonly networks: readonly Network[];
  /** Exported trainings that are complete. */
  readonly trainings: readonly Training[];
  readonly diagnostics: readonly Diagnostic[];
  /** A part of the file could not be evaluated: what is there may be drawn, never trained. */
  readonly partial: boolean;
  /** Milliseconds. */
  readonly timings: Timings;
}

export interface Timings {
  /** Parsing, and blanking the types. */
  readonly parse: number;
  /** In the sandbox, the way there and back included. */
  readonly evaluate: number;
  /** Validating the recording, inferring the shapes, finding the places. */
  readonly map: number;
  readonly rules: number;
}

export function createCompiler({ sandboxPath, host }: CompilerOptions): Compiler {
  const sandbox = createSandbox(sandboxPath);
  const state: State = { host, evaluate: createEvaluator(sandbox), sources: new Map(), lastWhole: new Map() };
  let last: Promise<unknown> = Promise.resolve();
  return {
    compile(entry, text) {
      // The syntax tree of a file is updated in place, so a second compilation must not begin before the first has ended.
      const result = last.then(() => compile(state, entry, text ?? host.readFile(entry)));
      last = result.catch(() => {});
      return result;
    },
    close: () => sandbox.close(),
  };
}

interface State {
  readonly host: CompilerHost;
  readonly evaluate: Evaluator;
  /** As last parsed, by path. */
  readonly sources: Map<string, Source>;
  /** Text of the last compilation that left nothing out, by path. */
  readonly lastWhole: Map<string, string>;
}

async function compile(state: State, entry: string, text: string | undefined): Promise<Compilation> {
  if (text === undefined) throw new Error(`There is no file ${entry}.`);
  const timer: Timer = { evaluate: 0, map: 0 };
  const started = performance.now();
  const loaded = loadModules(parse(state, entry, text), moduleHost(state));
  const parsed = performance.now();

  const first = await evaluateOnce(loaded.modules, leftOut(loaded.obstacles), state.evaluate, timer);
  const shown = await evaluateShown(state, loaded, first, timer);
  const partial = shown !== first || loaded.obstacles.length > 0 || first.failure !== undefined;
  if (!partial) state.lastWhole.set(entry, text);

  const ruled = performance.now();
  const diagnostics = await diagnoseWithCallers(state, loaded, first, timer);
  const made = shown.evaluated === undefined ? { networks: [], trainings: [] } : results(shown.evaluated, partial);
  const timings = { parse: parsed - started, ...timer, rules: performance.now() - ruled };
  return { files: loaded.modules.map(({ source }) => source.path), ...made, diagnostics, partial, timings };
}

/** Callers are looked at only where a finding names them: then by evaluating again, which does the same again. */
async function diagnoseWithCallers(
  { host, evaluate }: State,
  { obstacles }: Modules,
  attempt: Attempt,
  timer: Timer,
): Promise<Diagnostic[]> {
  const dataHost = host.dataHost(attempt.modules[0]?.source.path ?? '');
  const diagnoseAttempt = async (one: Attempt): Promise<Diagnostic[]> =>
    diagnose(one, obstacles, await lookAtData(one.evaluated, dataHost));
  const diagnostics = await diagnoseAttempt(attempt);
  const missed = attempt.evaluated?.callersMissed ?? new Set();
  if (missed.size === 0) return diagnostics;
  return diagnoseAttempt(await evaluateOnce(attempt.modules, attempt.without, evaluate, timer, missed));
}

function parse({ sources }: State, path: string, text: string): Source {
  const source = parseSource(path, text, sources.get(path));
  sources.set(path, source);
  return source;
}

function read(state: State, path: string): Source | undefined {
  const text = state.host.readFile(path);
  return text === undefined ? undefined : parse(state, path, text);
}

const moduleHost = (state: State): ModuleHost => ({
  read: (path) => read(state, path),
  isThere: (path) => state.host.isThere?.(path) ?? false,
});

function leftOut(obstacles: readonly Obstacle[]): Map<Source, Span[]> {
  const without = new Map<Source, Span[]>();
  for (const { source, leaves } of obstacles) without.set(source, [...(without.get(source) ?? []), leaves]);
  return without;
}

/** The attempt whose networks are worth showing. */
async function evaluateShown(state: State, { modules, obstacles }: Modules, first: Attempt, timer: Timer): Promise<Attempt> {
  const rest = await evaluateRest(first, state.evaluate, timer);
  const [entry] = modules;
  const before = entry && state.lastWhole.get(entry.source.path);
  const isLost = obstacles.some(({ rule }) => rule === 'syntax') && (rest.evaluated?.exports.size ?? 0) === 0;
  if (entry === undefined || before === undefined || !isLost) return rest;
  // The broken statement may have swallowed the rest of the file. What was typed since the file was whole can't have.
  const { path, text } = entry.source;
  const calm = parseSource(path, blank(text, [linesChanged(before, text)]));
  if (calm.syntaxErrors.length > 0) return rest;
  const loaded = loadModules(calm, moduleHost(state));
  const other = await evaluateOnce(loaded.modules, leftOut(loaded.obstacles), state.evaluate, timer);
  return evaluateRest(other, state.evaluate, timer);
}

async function lookAtData(evaluated: Evaluated | undefined, host: DataHost): Promise<Looked> {
  const schemas = new Map<TrainingNode, Schema>();
  const problems: Looked['problems'][number][] = [];
  for (const training of evaluated === undefined ? [] : trainingsOf(evaluated)) {
    const description = training.data && toDescription(training.data);
    if (description === undefined) continue;
    try {
      schemas.set(training, await probe(description, host));
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      problems.push({ training, error });
    }
  }
  return { schemas, problems };
}

function results(evaluated: Evaluated, partial: boolean): { networks: Network[]; trainings: Training[] } {
  const named = namedModels(evaluated);
  const names = namesIn(evaluated);
  const trainings = [...evaluated.exports].flatMap(([name, node]) => {
    const training =
      node.kind === 'training' ? toTraining(name, node, (model) => named.find((other) => other.node === model)?.name) : undefined;
    return training === undefined ? [] : [training];
  });
  return { networks: named.map((model) => toNetwork(model, names, partial)), trainings };
}
