/**
 * What a picture of a network shows, before anyone decides how it is drawn: boxes with stable ids and lines of text, and
 * the connections between them. Two views can be compared box by box, so that a live picture changes only what changed.
 */
import { isUnknown, product } from '../ir/dim';
import type { Call, Network, Ref } from '../ir/network';
import { formatShape } from '../ir/tensor';
import type { State, View, ViewEdge, ViewNode } from '../ir/view';
import { layerSpecs } from '../layers/index.spec';
import { totalParameters } from './cost';
import { describeLayer, formatSample, ownName } from './describe';
import { findRuns, type Item, type Run } from './fold';
import { formatCount } from './numbers';

export interface ViewOptions {
  /** What is wrong with a layer, in a few words, by layer id. */
  readonly faults?: ReadonlyMap<string, string>;
  /** Blocks that are not folded into one box, as `encoder/attention`. */
  readonly open?: ReadonlySet<string>;
}

export function viewOf(network: Network, { faults = new Map(), open = new Set() }: ViewOptions = {}): View {
  const runs = findRuns(network, { apart: new Set(faults.keys()), open });
  const ids = callIds(network);
  const boxes = runIds(runs, ids);
  /** By call. */
  const owners = runs.flatMap((run, at) => range(run).map(() => ({ run, id: boxes[at] ?? '' })));
  const edgeTo = (to: string, ref: Ref): ViewEdge[] => {
    const owner = owners[ref.call];
    return owner === undefined ? [] : [edgeOf(network, ref, owner.run, owner.id, to)];
  };

  const nodes = runs.map((run) => nodeOf(network, run, owners[run.start]?.id ?? '', faults));
  const edges = owners.flatMap(({ run, id }, at) =>
    (network.calls[at]?.inputs ?? []).filter((ref) => ref.call < run.start).flatMap((ref) => edgeTo(id, ref)),
  );
  const outputs = network.outputs.map((ref, at) => outputOf(network, ref, at));
  const outputEdges = network.outputs.flatMap((ref, at) => edgeTo(outputs[at]?.id ?? '', ref));
  return { title: network.name, nodes: [...nodes, ...outputs], edges: different([...edges, ...outputEdges]) };
}

/** An input in the middle of a block cuts it in two. */
function runIds(runs: readonly Run[], ids: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return runs.map(({ start, items: [first] }) => {
    if (first?.block === undefined) return ids[start] ?? '';
    const id = `${first.block.join('/')}/`;
    const nth = (seen.get(id) ?? 0) + 1;
    seen.set(id, nth);
    return nth === 1 ? id : `${id}@${nth}`;
  });
}

/** Where several layers of a box read the same, one line says it. */
const different = (edges: readonly ViewEdge[]): ViewEdge[] => [
  ...new Map(edges.map((edge) => [JSON.stringify([edge.from, edge.to, edge.label]), edge])).values(),
];

const range = ({ start, length, times }: Run): number[] => Array.from({ length: length * times }, (_, at) => start + at);

function callIds({ layers, calls }: Network): string[] {
  const seen = new Map<number, number>();
  return calls.map(({ layer }) => {
    const nth = (seen.get(layer) ?? 0) + 1;
    seen.set(layer, nth);
    const id = layers[layer]?.id ?? '';
    return nth === 1 ? id : `${id}@${nth}`;
  });
}

function nodeOf(network: Network, run: Run, id: string, faults: ReadonlyMap<string, string>): ViewNode {
  const calls = range(run).flatMap((at) => network.calls[at] ?? []);
  const layers = calls.flatMap((call) => network.layers[call.layer] ?? []);
  const [call, layer] = [calls[0], layers[0]];
  if (call === undefined || layer === undefined) throw new Error(`Call ${run.start} of ${network.name} has no layer.`);
  const fault = faults.get(layer.id);
  const [item] = run.items;
  const around = (call.inputs.length === 0 ? [] : (call.block ?? [])).slice(0, item?.block && item.block.length - 1);
  const base = {
    id,
    state: stateOf(network, calls, fault),
    layers: layers.map((one) => one.id),
    ...(around.length > 0 ? { block: around } : {}),
  };
  const family = item?.block === undefined ? (layerSpecs[layer.op]?.family ?? 'shape') : 'block';
  const parameters = totalParameters(layers).all;
  const counted = parameters === 0 || isUnknown(parameters) ? [] : [`${formatCount(parameters)} parameters`];

  const inLayers = `in ${layers.length} layers`;
  if (run.times > 1) {
    const title = run.items.map((one) => titleOf(network, one, run)).join(', ');
    return { ...base, kind: 'run', family, lines: [`${title} × ${run.times}`, [...counted, inLayers].join(' ')] };
  }
  if (item?.block !== undefined) {
    return { ...base, kind: 'block', family, lines: [item.block.at(-1) ?? '', [...counted, inLayers].join(' ')] };
  }
  const [output] = call.outputs;
  if (family === 'input') {
    const sizes = output === undefined ? '' : formatSample(output.shape).replaceAll('×', ' × ');
    return { ...base, kind: 'input', family, lines: [ownName(layer) ?? 'input', sizes] };
  }
  return { ...base, kind: 'layer', family, lines: [describeLayer(layer), ...(fault === undefined ? counted : [fault])] };
}

/** A layer in one line, or the name of a block: `unit` for `unit`, `unit_1`, `unit_2`. */
function titleOf({ layers, calls }: Network, { start, block }: Item, run: Run): string {
  const call = calls[start];
  const layer = layers[call?.layer ?? -1];
  if (block === undefined) return layer === undefined ? '' : describeLayer(layer);
  const names = Array.from({ length: run.times }, (_, turn) => calls[start + turn * run.length]?.block?.[block.length - 1] ?? '');
  const [first = '', ...others] = names.map((name) => name.replace(/_?\d+$/, ''));
  return first !== '' && others.every((name) => name === first) ? first : (names[0] ?? '');
}

function stateOf(network: Network, calls: readonly Call[], fault: string | undefined): State {
  if (fault !== undefined) return 'fault';
  const touched = calls.flatMap((call) => [...call.inputs.map((ref) => typeOf(network, ref)), ...call.outputs]);
  return touched.some((type) => type !== undefined && isUnknown(product(type.shape))) ? 'unknown' : 'ok';
}

const typeOf = (network: Network, ref: Ref) => network.calls[ref.call]?.outputs[ref.output];

function outputOf(network: Network, ref: Ref, at: number): ViewNode {
  const type = typeOf(network, ref);
  const lines = [network.outputs.length === 1 ? 'output' : `output ${at + 1}`] as const;
  const sizes = type === undefined ? '?' : formatSample(type.shape).replaceAll('×', ' × ');
  const state = sizes === '?' ? 'unknown' : 'ok';
  return { id: `output@${at + 1}`, kind: 'output', family: 'output', state, lines: [...lines, sizes], layers: [] };
}

/** Says the shape only where the box that makes it changes it. */
function edgeOf(network: Network, ref: Ref, run: Run, from: string, to: string): ViewEdge {
  const type = typeOf(network, ref);
  const reads = range(run)
    .flatMap((at) => network.calls[at]?.inputs ?? [])
    .filter((input) => input.call < run.start)
    .map((input) => typeOf(network, input));
  const changed =
    type !== undefined && !reads.some((read) => read !== undefined && formatShape(read.shape) === formatShape(type.shape));
  const unknown = type !== undefined && isUnknown(product(type.shape));
  return { from, to, ...(type !== undefined && (changed || unknown) ? { label: formatSample(type.shape) } : {}) };
}
