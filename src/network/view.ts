/**
 * What a picture of a network shows, before anyone decides how it is drawn: boxes with stable ids and lines of text, and
 * the connections between them. Two views can be compared box by box, so that a live picture changes only what changed.
 */
import { isUnknown } from '../ir/dim';
import { type Call, type Layer, type Network, type Ref, typeOf } from '../ir/network';
import { formatShape, type TensorType } from '../ir/tensor';
import type { State, View, ViewEdge, ViewFrame, ViewNode } from '../ir/view';
import { layerSpecs } from '../layers/index.spec';
import { totalMacs, totalParameters } from './cost';
import { describeLayer, formatSample, listArguments, ownName } from './describe';
import { type Box, type Frame, fold, type Part, unused } from './fold';
import { misfit } from './misfit';
import { formatCount, known } from './numbers';
import { type Item, stemOf } from './repetition';

export interface ViewOptions {
  /** What is wrong with a layer, in a few words, by layer id. */
  readonly faults?: ReadonlyMap<string, string>;
  /** Ids of the boxes that are not folded: `encoder/`, `encoder/×`. */
  readonly open?: ReadonlySet<string>;
}

export function viewOf(network: Network, { faults = new Map(), open = new Set() }: ViewOptions = {}): View {
  const { boxes, frames } = flatten(network, fold(network, { apart: new Set(faults.keys()), open }));
  const nodes = boxes.map(({ box, frame }) => nodeOf(network, box, frame, faults));
  /** By call. */
  const owners = boxes.flatMap(({ box }, at) => range(box).map(() => ({ box, node: nodes[at] })));
  const edgeTo = (to: string, toState: State, ref: Ref): ViewEdge[] => {
    const owner = owners[ref.call];
    return owner?.node === undefined ? [] : [edgeOf(network, ref, owner.box, owner.node.id, to, toState)];
  };

  const edges = owners.flatMap(({ box, node }, at) =>
    (network.calls[at]?.inputs ?? [])
      .filter((ref) => ref.call < box.start)
      .flatMap((ref) => edgeTo(node?.id ?? '', node?.state ?? 'ok', ref)),
  );
  const taken = new Set(nodes.map(({ id }) => id));
  const outputs = network.outputs.map((ref, at) => outputOf(network, ref, at, unused(`output@${at + 1}`, taken)));
  const outputEdges = network.outputs.flatMap((ref, at) => edgeTo(outputs[at]?.id ?? '', 'ok', ref));
  return { title: network.name, nodes: [...nodes, ...outputs], edges: different([...edges, ...outputEdges]), frames };
}

interface Placed {
  readonly box: Box;
  /** Id of the innermost frame. */
  readonly frame: string | undefined;
}

function flatten(network: Network, parts: readonly Part[]): { readonly boxes: Placed[]; readonly frames: ViewFrame[] } {
  const boxes: Placed[] = [];
  const frames: ViewFrame[] = [];
  const place = (some: readonly Part[], parent: string | undefined): void => {
    for (const part of some) {
      if (part.kind === 'box') {
        boxes.push({ box: part, frame: parent });
        continue;
      }
      const { id, fixed, length: layers } = part;
      frames.push({ id, title: titleOf(network, part), ...(parent === undefined ? {} : { parent }), layers, fixed });
      place(part.parts, id);
    }
  };
  place(parts, undefined);
  return { boxes, frames };
}

/** Where several layers of a box read the same, one line says it. */
const different = (edges: readonly ViewEdge[]): ViewEdge[] => [
  ...new Map(edges.map((edge) => [JSON.stringify([edge.from, edge.to, edge.label]), edge])).values(),
];

const range = ({ start, length }: Box): number[] => Array.from({ length }, (_, at) => start + at);

function nodeOf(network: Network, box: Box, frame: string | undefined, faults: ReadonlyMap<string, string>): ViewNode {
  const calls = range(box).flatMap((at) => network.calls[at] ?? []);
  const layers = calls.flatMap((call) => network.layers[call.layer] ?? []);
  const [call, layer] = [calls[0], layers[0]];
  if (call === undefined || layer === undefined) throw new Error(`Call ${box.start} of ${network.name} has no layer.`);
  const fault = faults.get(layer.id);
  const [item] = box.items;
  const isFolded = box.times > 1 || item?.block !== undefined;
  const parameters = totalParameters([...new Set(layers)]).all;
  const isInput = call.inputs.length === 0;
  const base = {
    id: box.id,
    state: stateOf(network, calls, fault),
    layers: layers.map((one) => one.id),
    ...(frame === undefined || isInput ? {} : { frame }),
    ...outputText(calls.at(-1)?.outputs ?? []),
    ...known('parameters', parameters),
    ...known('macs', totalMacs({ calls })),
  };
  const family = item?.block === undefined ? (layerSpecs[layer.op]?.family ?? 'shape') : 'block';
  const counted = parameters === 0 || isUnknown(parameters) ? [] : [`${formatCount(parameters)} parameters`];
  if (isFolded) {
    const inLayers = `in ${layers.length} layers`;
    const kind = box.times > 1 ? 'run' : 'block';
    const lines = [titleOf(network, box), [...counted, inLayers].join(' ')] as const;
    return { ...base, kind, family, lines, detail: insideOf(network, box) };
  }
  if (family === 'input') {
    const [output] = call.outputs;
    const sizes = output === undefined ? '' : spaced(output);
    return { ...base, kind: 'input', family, lines: [ownName(layer) ?? 'input', sizes] };
  }
  const wrong = fault === undefined ? undefined : (misfit(layer, typesOf(network, call.inputs)) ?? fault);
  const lines = [describeLayer(layer), ...(wrong === undefined ? counted : [wrong])] as const;
  const detail = listArguments(layer);
  return { ...base, kind: 'layer', family, lines, ...(detail === '' ? {} : { detail }) };
}

const outputText = ([output, ...more]: readonly TensorType[]) =>
  output === undefined || more.length > 0 ? {} : { output: spaced(output) };

/** `8 × 8 × 1` */
const spaced = ({ shape }: TensorType): string => formatSample(shape).replaceAll('×', ' × ');

/** `encoder`, `unit × 3`, `dense 16, activation tanh × 4`: what stands in the first of the times. */
function titleOf(network: Network, { items, times }: Box | Frame): string {
  if (times === 1) return items[0]?.block?.at(-1) ?? '';
  const stems = new Set(items.map(stemOf));
  const period = items.slice(0, items.length / times);
  const [stem = ''] = stems;
  const title = stems.size === 1 && stem !== '' ? stem : period.map((item) => itemTitle(network, item)).join(', ');
  return `${title} × ${times}`;
}

function itemTitle(network: Network, item: Item): string {
  const layer = layerAt(network, item.start);
  return item.block?.at(-1) ?? (layer === undefined ? '' : describeLayer(layer));
}

/** `conv2d × 3, batchNormalization × 3, add`: the kinds of layers of one time, of the last one, since the first may differ. */
function insideOf(network: Network, { items, times }: Box): string {
  const last = items.slice(items.length - items.length / times);
  const counts = new Map<string, number>();
  for (const { start, length } of last) {
    for (let at = start; at < start + length; at += 1) {
      const op = layerAt(network, at)?.op;
      if (op !== undefined) counts.set(op, (counts.get(op) ?? 0) + 1);
    }
  }
  return [...counts].map(([op, count]) => (count === 1 ? op : `${op} × ${count}`)).join(', ');
}

const layerAt = ({ layers, calls }: Network, at: number): Layer | undefined => layers[calls[at]?.layer ?? -1];

function stateOf(network: Network, calls: readonly Call[], fault: string | undefined): State {
  if (fault !== undefined) return 'fault';
  const touched = calls.flatMap((call) => [...typesOf(network, call.inputs), ...call.outputs]);
  return touched.some(isOpen) ? 'unknown' : 'ok';
}

const isOpen = ({ shape }: TensorType): boolean => shape.some(isUnknown);

const typesOf = (network: Network, refs: readonly Ref[]): TensorType[] => refs.flatMap((ref) => typeOf(network, ref) ?? []);

function outputOf(network: Network, ref: Ref, at: number, id: string): ViewNode {
  const type = typeOf(network, ref);
  const lines = [network.outputs.length === 1 ? 'output' : `output ${at + 1}`] as const;
  const sizes = type === undefined ? '?' : spaced(type);
  const state = sizes === '?' ? 'unknown' : 'ok';
  return { id, kind: 'output', family: 'output', state, lines: [...lines, sizes], layers: [], output: sizes };
}

/** Says the shape only where the box that makes it changes it, and where it does not fit. */
function edgeOf(network: Network, ref: Ref, box: Box, from: string, to: string, toState: State): ViewEdge {
  const type = typeOf(network, ref);
  if (type === undefined) return { from, to, state: 'ok' };
  const unknown = isOpen(type);
  const state = unknown ? 'unknown' : toState === 'fault' ? 'fault' : 'ok';
  const reads = range(box)
    .flatMap((at) => network.calls[at]?.inputs ?? [])
    .filter((input) => input.call < box.start)
    .map((input) => typeOf(network, input));
  const changed = !reads.some((read) => read !== undefined && formatShape(read.shape) === formatShape(type.shape));
  return { from, to, state, ...(changed || state !== 'ok' ? { label: formatSample(type.shape) } : {}) };
}
