/** All that there is to say about an evaluation, each mistake once. */
import type { DataError } from '../data/error';
import type { Schema } from '../ir/data';
import type { Diagnostic } from '../ir/diagnostic';
import type { Fault } from '../ir/layer-spec';
import type { Location } from '../ir/location';
import { MOST_ENTRIES } from '../language/recording';
import type { Attempt } from './attempt';
import { type CallNode, callsOf, type Evaluated, type LayerNode, notesOf, type TrainingNode } from './evaluated';
import type { Obstacle } from './modules';
import { allModels, namesIn } from './networks';
import { checkRules, faultRules, obstacleRules } from './rules';
import { argumentUnknown } from './rules/argument-unknown';
import { argumentValue } from './rules/argument-value';
import { consoleLog } from './rules/console';
import { dataFinding } from './rules/data';
import { evaluation } from './rules/evaluation';
import { evaluationHermetic, hermeticMessage } from './rules/evaluation-hermetic';
import { siteLocation } from './rules/flow';
import { type Finding, type Rule, toDiagnostic } from './rules/rule';
import type { Site } from './sites';
import { rangeOf } from './source';

export interface Looked {
  /** What is known of the data of each training. */
  readonly schemas: ReadonlyMap<TrainingNode, Schema>;
  /** Why it is not known. */
  readonly problems: readonly {
    readonly training: TrainingNode;
    readonly error: DataError;
  }[];
}

type Found = readonly [rule: Rule, finding: Finding];

export function diagnose(attempt: Attempt, obstacles: readonly Obstacle[], looked: Looked): Diagnostic[] {
  const { evaluated, failure, limit, modules } = attempt;
  const entry = modules[0]?.source.path ?? '';
  const found: Found[] = [];
  for (const obstacle of obstacles) {
    for (const rule of obstacleRules) if (rule.id === obstacle.rule) found.push([rule, rule.explain(obstacle)]);
  }
  const refusals = evaluated === undefined ? [] : notesOf(evaluated, 'refusal');
  for (const { text, site } of refusals) {
    found.push([evaluationHermetic, { message: hermeticMessage(text), params: { what: text }, at: siteLocation(site) }]);
  }
  // An error after something was left out or refused may be its consequence.
  const isConsequence = limit === undefined && failure?.rule !== evaluationHermetic && obstacles.length + refusals.length > 0;
  if (failure !== undefined && !isConsequence) found.push([failure.rule, failure.finding]);
  if (evaluated === undefined) {
    if (failure === undefined) found.push([evaluation, unreadable(entry)]);
    return inOrder(found, new Map(), entry);
  }
  const { ids } = namesIn(evaluated);
  const isStopped = limit !== undefined || evaluated.nodes.length >= MOST_ENTRIES;
  if (obstacles.length === 0 && !isStopped) found.push(...faultsIn(evaluated), ...checksOf(evaluated, ids, looked.schemas));
  else {
    const sure = isStopped ? onceOnly(evaluated) : evaluated;
    found.push(...[...faultsIn(sure), ...argumentChecks(sure)].filter(([, { at }]) => isBefore(at, obstacles)));
  }
  found.push(...looked.problems.map(({ training, error }): Found => dataFinding(training, error)));
  for (const { text, site } of notesOf(evaluated, 'log')) {
    found.push([consoleLog, { message: 'text', params: { text }, at: siteLocation(site) }]);
  }
  return inOrder(found, ids, entry);
}

const faultsIn = (evaluated: Evaluated): Found[] =>
  callsOf(evaluated).flatMap((call) =>
    call.inferred.faults.flatMap((fault): Found[] => {
      if (isGuessed(fault, call)) return [];
      const rule = faultRules.find(({ id }) => id === fault.rule);
      const finding = rule?.explain(fault, call);
      return rule === undefined || finding === undefined ? [] : [[rule, finding]];
    }),
  );

/** The argument was refused, which is said already; what stands in for it was never written. */
const isGuessed = ({ argument }: Fault, { layer }: CallNode): boolean =>
  layer.reading.problems.some(
    (problem) => (problem.kind === 'refused' || problem.kind === 'missing') && problem.name === argument,
  );

function checksOf(
  evaluated: Evaluated,
  ids: ReadonlyMap<LayerNode, string>,
  schemas: ReadonlyMap<TrainingNode, Schema>,
): Found[] {
  const checked = { evaluated, models: allModels(evaluated), ids, schemas };
  return checkRules.flatMap((rule) => [...rule.check(checked)].map((finding): Found => [rule, finding]));
}

/** Those that look at one call only. */
const argumentChecks = (evaluated: Evaluated): Found[] =>
  [argumentUnknown, argumentValue].flatMap((rule) =>
    [...rule.check({ evaluated, models: [], ids: new Map(), schemas: new Map() })].map((finding): Found => [rule, finding]),
  );

/** What was reached once. A loop without end goes by a place again and again, and may itself have made what is wrong there. */
function onceOnly(evaluated: Evaluated): Evaluated {
  const times = new Map<string, number>();
  const keys = evaluated.nodes.map((node) => {
    // Of a chain, every layer is applied at the same place.
    const sites = node.kind === 'call' ? [node.site, node.layer.site] : [node.site];
    const key = [node.kind, ...sites.map(placeKey)].join(' ');
    times.set(key, (times.get(key) ?? 0) + 1);
    return key;
  });
  return { ...evaluated, nodes: evaluated.nodes.filter((_, at) => times.get(keys[at] ?? '') === 1) };
}

const placeKey = ({ place }: Site): string =>
  place === undefined ? '?' : `${place.source.path} ${place.node.pos} ${place.node.end}`;

/** Behind what was left out, a fault may be its consequence. */
const isBefore = ({ file, range }: Location, obstacles: readonly Obstacle[]): boolean =>
  obstacles.every(({ source, leaves }) => {
    const { start } = rangeOf(source, leaves);
    return source.path !== file || range.start.line < start.line;
  });

const unreadable = (file: string): Finding => ({ message: 'unreadable', params: {}, at: { file, range: NOWHERE } });

const NOWHERE = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** By place; a helper that is called twice with the same fault says it once. */
function inOrder(found: readonly Found[], ids: ReadonlyMap<LayerNode, string>, entry: string): Diagnostic[] {
  const known = new Map<string, Diagnostic>();
  for (const [rule, finding] of found) {
    const diagnostic = toDiagnostic(rule, finding, ids);
    const { location, message } = diagnostic;
    const key = JSON.stringify([rule.id, location, message]);
    if (known.has(key)) continue;
    known.set(key, location.file === '' ? { ...diagnostic, location: { ...location, file: entry } } : diagnostic);
  }
  return [...known.values()].sort(
    ({ location: a }, { location: b }) =>
      Number(a.file !== entry) - Number(b.file !== entry) ||
      (a.file < b.file ? -1 : Number(a.file > b.file)) ||
      a.range.start.line - b.range.start.line ||
      a.range.start.character - b.range.start.character,
  );
}
