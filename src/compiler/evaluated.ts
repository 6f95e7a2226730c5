/** What a file made, as nodes that know where they were written, with shapes inferred anew: what the sandbox says of them is not asked. */
import { sourceSpecs, transformSpecs } from '../data/index.spec';
import type { Callable } from '../ir/callable';
import { blockSpec, isEntry, isTensor, modelSpec, sequentialSpec, trainSpec } from '../language/assembly';
import { type Encoded, type Entry, MOST_ENTRIES, type Recording } from '../language/recording';
import { layerSpecs } from '../layers/index.spec';
import { lossSpecs } from '../program/losses.spec';
import { optimizerSpecs } from '../program/optimizers.spec';
import { callbackSpecs } from '../trainer/callbacks.spec';
import { scheduleSpecs } from '../trainer/schedules.spec';
import { applied } from './applications';
import { type Common, createCommon } from './common';
import {
  type ApplicationNode,
  type BlockNode,
  type CallNode,
  type EntryNode,
  type LayerNode,
  type Made,
  type MadeNode,
  type ModelNode,
  type Note,
  type Output,
  type Path,
  type TrainingNode,
  typeOf,
} from './nodes';
import type { Site, SiteOf } from './sites';

export * from './nodes';

export interface Evaluated {
  readonly nodes: readonly EntryNode[];
  readonly exports: ReadonlyMap<string, ModelNode | TrainingNode>;
  /** Entries whose callers someone asked for, and which the recording does not have. */
  readonly callersMissed: ReadonlySet<number>;
}

export const layersOf = (evaluated: Evaluated): readonly LayerNode[] => ofKind(evaluated, 'layer');
export const callsOf = (evaluated: Evaluated): readonly CallNode[] => ofKind(evaluated, 'call');
export const applicationsOf = (evaluated: Evaluated): readonly ApplicationNode[] => ofKind(evaluated, 'application');
export const trainingsOf = (evaluated: Evaluated): readonly TrainingNode[] => ofKind(evaluated, 'training');
export const notesOf = (evaluated: Evaluated, kind: Note['kind']): readonly Note[] => ofKind(evaluated, kind);
export const madeOf = (evaluated: Evaluated): readonly MadeNode[] => sortedOf(evaluated).made;

interface Sorted {
  readonly byKind: ReadonlyMap<EntryNode['kind'], readonly EntryNode[]>;
  readonly made: readonly MadeNode[];
}

/** Every rule asks for nodes of some kind, so they are sorted once. */
const sorted = new WeakMap<Evaluated, Sorted>();

function sortedOf(evaluated: Evaluated): Sorted {
  const known = sorted.get(evaluated);
  if (known !== undefined) return known;
  const byKind = new Map<EntryNode['kind'], EntryNode[]>();
  const made: MadeNode[] = [];
  for (const node of evaluated.nodes) {
    const others = byKind.get(node.kind);
    if (others === undefined) byKind.set(node.kind, [node]);
    else others.push(node);
    if ('reading' in node) made.push(node);
  }
  sorted.set(evaluated, { byKind, made });
  return { byKind, made };
}

const ofKind = <K extends EntryNode['kind']>(evaluated: Evaluated, kind: K): readonly Extract<EntryNode, { kind: K }>[] =>
  (sortedOf(evaluated).byKind.get(kind) ?? []) as readonly Extract<EntryNode, { kind: K }>[];

/** Undefined: the recording names what is not there, so something tampered with it; or models in models make too many calls. */
export function readRecording({ stacks, lists, entries, exports }: Recording, siteOf: SiteOf): Evaluated | undefined {
  const nodes: EntryNode[] = [];
  const callersMissed = new Set<number>();
  let calls = 0;
  const place = (): number => calls++;
  const common = createCommon(lists);
  for (const [index, entry] of entries.entries()) {
    const stack = entry.at === undefined ? undefined : stacks[entry.at];
    const missed = (): void => {
      callersMissed.add(index);
    };
    const node = nodeOf(entry, index, nodes, (op) => siteOf({ site: entry.site, stack }, op, missed), place, common);
    if (node === undefined || calls > MOST_ENTRIES) return undefined;
    nodes.push(node);
  }
  const exported = new Map<string, ModelNode | TrainingNode>();
  for (const [name, index] of exports) {
    const node = nodes[index];
    if (node?.kind === 'model' || node?.kind === 'training') exported.set(name, node);
  }
  return { nodes, exports: exported, callersMissed };
}

const DESCRIBED = { loss: lossSpecs, optimizer: optimizerSpecs, schedule: scheduleSpecs, callback: callbackSpecs };

function nodeOf(
  entry: Entry,
  index: number,
  nodes: readonly EntryNode[],
  siteOf: (op?: string) => Site,
  place: () => number,
  common: Common,
): EntryNode | undefined {
  const pick = <K extends EntryNode['kind']>(kind: K, value: unknown): Extract<EntryNode, { kind: K }> | undefined => {
    const node = typeof value === 'number' ? nodes[value] : undefined;
    return node?.kind === kind ? (node as Extract<EntryNode, { kind: K }>) : undefined;
  };
  const outputOf = (value: Encoded): Output | undefined => {
    if (!isTensor(value)) return undefined;
    const call = pick('call', value.call);
    if (call === undefined) return pick('application', value.call)?.outputs[value.output];
    return value.output >= call.inferred.outputs.length ? undefined : { call, output: value.output };
  };
  const outputsOf = (values: readonly Encoded[]): Output[] => values.map(outputOf).filter((output) => output !== undefined);
  const made = <Spec extends Callable>(spec: Spec, list: number): Made<Spec> => ({
    entry: index,
    spec,
    reading: common.readArguments(spec, list),
    site: siteOf(spec.op),
  });

  const around = pick('block', entry.block) ?? pick('application', entry.block);
  const path: Path = around?.path ?? [];

  switch (entry.kind) {
    case 'layer': {
      const spec = own(layerSpecs, entry.op);
      return (
        spec && {
          kind: 'layer',
          entry: index,
          spec,
          reading: common.readLayer(spec, entry.args),
          site: siteOf(spec.op),
          calls: [],
        }
      );
    }
    case 'call': {
      const layer = pick('layer', entry.layer);
      if (layer === undefined) return undefined;
      const inputs = entry.inputs.map(outputOf);
      const inferred = common.inferLayer(layer.spec, layer.reading, inputs.map(typeOf));
      const given = entry.inputs;
      const call: CallNode = { kind: 'call', entry: index, layer, inputs, given, inferred, site: siteOf(), path, order: place() };
      layer.calls.push(call);
      return call;
    }
    case 'model': {
      const spec = [modelSpec, sequentialSpec].find(({ op }) => op === entry.op);
      return (
        spec && {
          kind: 'model',
          ...made(spec, entry.args),
          inputs: outputsOf(entry.inputs),
          outputs: outputsOf(entry.outputs),
          path,
        }
      );
    }
    case 'application': {
      const model = pick('model', entry.model);
      return (
        model &&
        application(model, { entry: index, given: entry.inputs, inputs: entry.inputs.map(outputOf), site: siteOf() }, path, place)
      );
    }
    case 'block': {
      const own: Path[number][] = [...path];
      const block: BlockNode = { kind: 'block', ...made(blockSpec, entry.args), path: own };
      own.push(block);
      return block;
    }
    case 'data': {
      const spec = own(entry.from === undefined ? sourceSpecs : transformSpecs, entry.op);
      const from = pick('data', entry.from);
      return spec && { kind: 'data', ...made(spec, entry.args), ...(from === undefined ? {} : { from }) };
    }
    case 'loss':
    case 'optimizer':
    case 'schedule':
    case 'callback': {
      const spec = own<Callable>(DESCRIBED[entry.kind], entry.op);
      if (spec === undefined) return undefined;
      const described = made(spec, entry.args);
      const { learningRate } = described.reading.args;
      const schedule = isEntry(learningRate, 'schedule') ? pick('schedule', learningRate.entry) : undefined;
      return { kind: entry.kind, ...described, ...(schedule === undefined ? {} : { schedule }) };
    }
    case 'training': {
      const training = made(trainSpec, entry.args);
      const { args } = training.reading;
      const referred = <K extends 'model' | 'data' | 'loss' | 'optimizer'>(
        kind: K,
      ): Extract<EntryNode, { kind: K }> | undefined => (isEntry(args[kind], kind) ? pick(kind, args[kind].entry) : undefined);
      const listed: readonly Encoded[] = Array.isArray(args.callbacks) ? args.callbacks : [];
      const callbacks = listed.flatMap((mark) => (isEntry(mark, 'callback') ? (pick('callback', mark.entry) ?? []) : []));
      const node = { kind: 'training', ...training, callbacks } as const;
      const parts = {
        model: referred('model'),
        data: referred('data'),
        loss: typeof args.loss === 'string' ? args.loss : referred('loss'),
        optimizer: typeof args.optimizer === 'string' ? args.optimizer : referred('optimizer'),
      };
      return Object.assign(node, definedOnly(parts)) as TrainingNode;
    }
    case 'refusal':
      return { kind: 'refusal', text: entry.what, site: siteOf() };
    case 'log':
      return { kind: 'log', text: entry.text, site: siteOf() };
  }
}

function application(
  model: ModelNode,
  made: Pick<ApplicationNode, 'entry' | 'given' | 'inputs' | 'site'>,
  outer: Path,
  place: () => number,
): ApplicationNode {
  const path: Path[number][] = [...outer];
  const outputs: (Output | undefined)[] = [];
  const node: ApplicationNode = { kind: 'application', ...made, model, outputs, path };
  path.push(node);
  outputs.push(...applied(node, model, place));
  return node;
}

const definedOnly = (parts: object): object =>
  Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));

const own = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;
