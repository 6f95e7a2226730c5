/** What a file made, as nodes that know where they were written, with shapes inferred anew: what the sandbox says of them is not asked. */
import { sourceSpecs, transformSpecs } from '../data/index.spec';
import type { Callable } from '../ir/callable';
import type { LayerSpec } from '../ir/layer-spec';
import { isEntry, isTensor, modelSpec, sequentialSpec, trainSpec } from '../language/assembly';
import { type Inferred, inferLayer, type Known, readLayer } from '../language/infer';
import { type Reading, readArguments } from '../language/read';
import type { Encoded, Entry, Recording } from '../language/recording';
import { layerSpecs } from '../layers/index.spec';
import { lossSpecs } from '../program/losses.spec';
import { optimizerSpecs } from '../program/optimizers.spec';
import type { Site, SiteOf } from './sites';

/** A function of the language, called. */
export interface Made<Spec extends Callable = Callable> {
  readonly entry: number;
  readonly spec: Spec;
  readonly reading: Reading;
  readonly site: Site;
}

export interface LayerNode extends Made<LayerSpec> {
  readonly kind: 'layer';
  readonly calls: CallNode[];
}

/** A layer applied to tensors. */
export interface CallNode {
  readonly kind: 'call';
  readonly entry: number;
  readonly layer: LayerNode;
  /** Undefined where something else than a tensor stood. */
  readonly inputs: readonly (Output | undefined)[];
  readonly given: readonly Encoded[];
  readonly inferred: Inferred;
  readonly site: Site;
}

export interface Output {
  readonly call: CallNode;
  readonly output: number;
}

export interface ModelNode extends Made {
  readonly kind: 'model';
  readonly inputs: readonly Output[];
  /** None: a chain of layers that waits for a tensor. */
  readonly outputs: readonly Output[];
}

export interface DataNode extends Made {
  readonly kind: 'data';
  /** What this is a transform of. */
  readonly from?: DataNode;
}

export interface DescribedNode extends Made {
  readonly kind: 'loss' | 'optimizer';
}

export interface TrainingNode extends Made {
  readonly kind: 'training';
  readonly model?: ModelNode;
  readonly data?: DataNode;
  readonly loss?: DescribedNode | string;
  readonly optimizer?: DescribedNode | string;
}

export interface Note {
  readonly kind: 'refusal' | 'log';
  readonly text: string;
  readonly site: Site;
}

export type MadeNode = LayerNode | ModelNode | DataNode | DescribedNode | TrainingNode;
type EntryNode = MadeNode | CallNode | Note;

export interface Evaluated {
  readonly nodes: readonly EntryNode[];
  readonly exports: ReadonlyMap<string, ModelNode | TrainingNode>;
}

export const layersOf = ({ nodes }: Evaluated): LayerNode[] => nodes.filter((node) => node.kind === 'layer');
export const callsOf = ({ nodes }: Evaluated): CallNode[] => nodes.filter((node) => node.kind === 'call');
export const trainingsOf = ({ nodes }: Evaluated): TrainingNode[] => nodes.filter((node) => node.kind === 'training');
export const notesOf = ({ nodes }: Evaluated, kind: Note['kind']): Note[] =>
  nodes.filter((node): node is Note => node.kind === kind);
export const madeOf = ({ nodes }: Evaluated): MadeNode[] => nodes.filter((node): node is MadeNode => 'reading' in node);

export const typeOf = (output: Output | undefined): Known => output?.call.inferred.outputs[output.output];

/** Undefined: the recording names what is not there, so something tampered with it. */
export function readRecording({ stacks, entries, exports }: Recording, siteOf: SiteOf): Evaluated | undefined {
  const nodes: EntryNode[] = [];
  for (const [index, entry] of entries.entries()) {
    const node = nodeOf(entry, index, nodes, (op) => siteOf(stacks[entry.at] ?? '', op));
    if (node === undefined) return undefined;
    nodes.push(node);
  }
  const exported = new Map<string, ModelNode | TrainingNode>();
  for (const [name, index] of exports) {
    const node = nodes[index];
    if (node?.kind === 'model' || node?.kind === 'training') exported.set(name, node);
  }
  return { nodes, exports: exported };
}

function nodeOf(entry: Entry, index: number, nodes: readonly EntryNode[], siteOf: (op?: string) => Site): EntryNode | undefined {
  const pick = <K extends EntryNode['kind']>(kind: K, value: unknown): Extract<EntryNode, { kind: K }> | undefined => {
    const node = typeof value === 'number' ? nodes[value] : undefined;
    return node?.kind === kind ? (node as Extract<EntryNode, { kind: K }>) : undefined;
  };
  const outputOf = (value: Encoded): Output | undefined => {
    const call = isTensor(value) ? pick('call', value.call) : undefined;
    return call === undefined || !isTensor(value) || value.output >= call.inferred.outputs.length
      ? undefined
      : { call, output: value.output };
  };
  const outputsOf = (values: readonly Encoded[]): Output[] => values.map(outputOf).filter((output) => output !== undefined);
  const made = <Spec extends Callable>(spec: Spec, values: readonly Encoded[]): Made<Spec> => ({
    entry: index,
    spec,
    reading: readArguments(spec, values),
    site: siteOf(spec.op),
  });

  switch (entry.kind) {
    case 'layer': {
      const spec = own(layerSpecs, entry.op);
      return (
        spec && { kind: 'layer', entry: index, spec, reading: readLayer(spec, entry.args), site: siteOf(spec.op), calls: [] }
      );
    }
    case 'call': {
      const layer = pick('layer', entry.layer);
      if (layer === undefined) return undefined;
      const inputs = entry.inputs.map(outputOf);
      const inferred = inferLayer(layer.spec, layer.reading, inputs.map(typeOf));
      const call: CallNode = { kind: 'call', entry: index, layer, inputs, given: entry.inputs, inferred, site: siteOf() };
      layer.calls.push(call);
      return call;
    }
    case 'model': {
      const spec = [modelSpec, sequentialSpec].find(({ op }) => op === entry.op);
      return (
        spec && { kind: 'model', ...made(spec, entry.args), inputs: outputsOf(entry.inputs), outputs: outputsOf(entry.outputs) }
      );
    }
    case 'data': {
      const spec = own(entry.from === undefined ? sourceSpecs : transformSpecs, entry.op);
      const from = pick('data', entry.from);
      return spec && { kind: 'data', ...made(spec, entry.args), ...(from === undefined ? {} : { from }) };
    }
    case 'loss':
    case 'optimizer': {
      const spec = own<Callable>(entry.kind === 'loss' ? lossSpecs : optimizerSpecs, entry.op);
      return spec && { kind: entry.kind, ...made(spec, entry.args) };
    }
    case 'training': {
      const training = made(trainSpec, entry.args);
      const { args } = training.reading;
      const referred = <K extends 'model' | 'data' | 'loss' | 'optimizer'>(
        kind: K,
      ): Extract<EntryNode, { kind: K }> | undefined => (isEntry(args[kind], kind) ? pick(kind, args[kind].entry) : undefined);
      const node = { kind: 'training', ...training } as const;
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

const definedOnly = (parts: object): object =>
  Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));

const own = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;
