/**
 * Evaluates a file, and if it can't be evaluated as it stands (a statement is half typed, or throws), what is left of it without
 * the statements in the way: the picture stays while someone types.
 */
import type { Encoded } from '../language/recording';
import { type Evaluated, readRecording } from './evaluated';
import type { Evaluator } from './evaluator';
import { type Failure, failureOf } from './failure';
import { javascriptOf, type Module } from './modules';
import { numberCalls } from './numbering';
import type { Limit } from './sandbox/protocol';
import { createSites } from './sites';
import { type Source, statementAt } from './source';
import type { Span } from './text';

export interface Attempt {
  readonly modules: readonly Module[];
  /** What was left out, by file. */
  readonly without: Without;
  /** Undefined after a limit that leaves nothing, or where the recording can't be read. */
  readonly evaluated: Evaluated | undefined;
  readonly failure: Failure | undefined;
  readonly limit: Limit | undefined;
}

export interface Timer {
  evaluate: number;
  map: number;
}

export type Without = ReadonlyMap<Source, readonly Span[]>;

/** Each costs another evaluation. */
const MOST_RETRIES = 3;

export async function evaluateOnce(
  modules: readonly Module[],
  without: Without,
  evaluate: Evaluator,
  timer: Timer,
  callersOf: ReadonlySet<number> = new Set(),
): Promise<Attempt> {
  const lists: string[] = [];
  const codes = modules.map((module, index) => {
    const spans = without.get(module.source) ?? [];
    return { module, ...numberCalls(javascriptOf(module, modules, spans), module.source, index, spans, lists) };
  });
  const started = performance.now();
  const { outcome, recording } = await evaluate(modules[0]?.source.path ?? '', {
    modules: Object.fromEntries(
      codes.map(({ module, code }) => [module.name, { code, imports: Object.fromEntries(module.imports) }]),
    ),
    lists,
    callersOf: [...callersOf],
  });
  const answered = performance.now();
  const siteOf = createSites(codes);
  const written = listsOf(lists);
  const evaluated = recording && readRecording({ ...recording, lists: [...written, ...recording.lists] }, siteOf);
  const failure = failureOf(outcome, modules, siteOf);
  timer.evaluate += answered - started;
  timer.map += performance.now() - answered;
  return { modules, without, evaluated, failure, limit: outcome.limit };
}

/** Equal ones are the same object. */
function listsOf(texts: readonly string[]): (readonly Encoded[])[] {
  const known = new Map<string, readonly Encoded[]>();
  return texts.map((json) => {
    const list: readonly Encoded[] = known.get(json) ?? JSON.parse(json);
    known.set(json, list);
    return list;
  });
}

/** Leaves out the statement that failed, and the next one. */
export async function evaluateRest(first: Attempt, evaluate: Evaluator, timer: Timer): Promise<Attempt> {
  let best = first;
  for (let retry = 0; retry < MOST_RETRIES && best.failure?.place !== undefined && best.evaluated !== undefined; retry += 1) {
    const { source, node } = best.failure.place;
    const statement = statementAt(source, node.getStart());
    if (statement === undefined) break;
    const spans = [...(best.without.get(source) ?? []), { start: statement.getStart(), end: statement.end }];
    best = await evaluateOnce(best.modules, new Map([...best.without, [source, spans]]), evaluate, timer);
  }
  return best;
}
