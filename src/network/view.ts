/**
 * What a picture of a network shows, before anyone decides how it is drawn: boxes with stable ids and lines of text, and
 * the connections between them. Two views can be compared box by box, so that a live picture changes only what changed.
 */
import { isUnknown, product } from '../ir/dim';
import type { Family } from '../ir/layer-spec';
import type { Call, Network, Ref } from '../ir/network';
import { formatShape } from '../ir/tensor';
import { layerSpecs } from '../layers/index.spec';
import { totalParameters } from './cost';
import { describeLayer, formatSample, ownName } from './describe';
import { findRuns, type Run } from './fold';
import { formatCount } from './numbers';

export interface View {
  readonly title: string;
  readonly nodes: readonly ViewNode[];
  readonly edges: readonly ViewEdge[];
}

export interface ViewNode {
  /** Id of its first layer; a further call of a shared layer has `@2`, `@3`, ... behind it, outputs are `output@1`, ... */
  readonly id: string;
  readonly kind: 'input' | 'layer' | 'run' | 'output';
  readonly family: Family | 'output';
  readonly state: State;
  /** Name and arguments, then what is quieter. */
  readonly lines: readonly [string, ...string[]];
  /** Ids of the layers inside; empty for an output. */
  readonly layers: readonly string[];
}

/** `unknown`: a fault further up left its sizes open. */
export type State = 'ok' | 'fault' | 'unknown';

export interface ViewEdge {
  readonly from: string;
  readonly to: string;
  /** The shape of a sample, where it changes. */
  readonly label?: string;
}

export interface ViewOptions {
  /** What is wrong with a layer, in a few words, by layer id. */
  readonly faults?: ReadonlyMap<string, string>;
}

export function viewOf(network: Network, { faults = new Map() }: ViewOptions = {}): View {
  const runs = findRuns(network, new Set(faults.keys()));
  const ids = callIds(network);
  /** Node id by call. */
  const owners = runs.flatMap((run) => range(run).map(() => ids[run.start] ?? ''));
  const inner = runs.flatMap((run) => range(run).map((at) => ({ at, run })));

  const nodes = runs.map((run) => nodeOf(network, run, owners[run.start] ?? '', faults));
  const edges = inner.flatMap(({ at, run }) =>
    (network.calls[at]?.inputs ?? [])
      .filter((ref) => ref.call < run.start)
      .map((ref) => edgeOf(network, ref, owners[ref.call] ?? '', owners[at] ?? '')),
  );
  const outputs = network.outputs.map((ref, at) => outputOf(network, ref, at));
  const outputEdges = network.outputs.map((ref, at) => edgeOf(network, ref, owners[ref.call] ?? '', outputs[at]?.id ?? ''));
  return { title: network.name, nodes: [...nodes, ...outputs], edges: [...edges, ...outputEdges] };
}

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
  const base = { id, state: stateOf(network, calls, fault), layers: layers.map((one) => one.id) };
  const family = layerSpecs[layer.op]?.family ?? 'shape';
  const parameters = totalParameters(layers).all;
  const counted = parameters === 0 || isUnknown(parameters) ? [] : [`${formatCount(parameters)} parameters`];

  if (run.times > 1) {
    const title = layers.slice(0, run.length).map(describeLayer).join(', ');
    const inLayers = `in ${layers.length} layers`;
    return { ...base, kind: 'run', family, lines: [`${title} × ${run.times}`, [...counted, inLayers].join(' ')] };
  }
  const [output] = call.outputs;
  if (family === 'input') {
    const sizes = output === undefined ? '' : formatSample(output.shape).replaceAll('×', ' × ');
    return { ...base, kind: 'input', family, lines: [ownName(layer) ?? 'input', sizes] };
  }
  return { ...base, kind: 'layer', family, lines: [describeLayer(layer), ...(fault === undefined ? counted : [fault])] };
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

/** Says the shape only where the call that makes it changes it. */
function edgeOf(network: Network, ref: Ref, from: string, to: string): ViewEdge {
  const type = typeOf(network, ref);
  const reads = network.calls[ref.call]?.inputs.map((input) => typeOf(network, input)) ?? [];
  const changed =
    type !== undefined && !reads.some((read) => read !== undefined && formatShape(read.shape) === formatShape(type.shape));
  const unknown = type !== undefined && isUnknown(product(type.shape));
  return { from, to, ...(type !== undefined && (changed || unknown) ? { label: formatSample(type.shape) } : {}) };
}
