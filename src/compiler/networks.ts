/** The networks of a file: every model that it exports or that an exported training uses. */
import ts from 'typescript';
import { BATCH, UNKNOWN } from '../ir/dim';
import type { Call, Layer, Network, Ref } from '../ir/network';
import type { TensorType } from '../ir/tensor';
import type { CallNode, Evaluated, LayerNode, ModelNode, Output, typeOf } from './evaluated';
import { appliedLocation } from './places';
import { isWrapper, locate, type Site } from './sites';

export interface Named<Node> {
  readonly name: string;
  readonly node: Node;
}

/** By the name of the export; otherwise by the `name` option, or the variable. */
export function namedModels({ exports }: Evaluated): Named<ModelNode>[] {
  const named: Named<ModelNode>[] = [];
  const add = (node: ModelNode | undefined, exportName?: string): void => {
    if (node === undefined || node.outputs.length === 0 || named.some((other) => other.node === node)) return;
    const own = node.reading.args.name;
    const wanted = exportName ?? (typeof own === 'string' ? own : (variableOf(node.site) ?? 'model'));
    named.push({ name: unique(wanted, (name) => named.some((other) => other.name === name)), node });
  };
  for (const [name, node] of exports) if (node.kind === 'model' && name !== 'default') add(node, name);
  for (const node of exports.values()) add(node.kind === 'training' ? node.model : node);
  return named;
}

function variableOf({ places: [place] }: Site): string | undefined {
  let node = place?.node;
  while (node !== undefined && isWrapper(node.parent)) node = node.parent;
  const declaration = node?.parent;
  return declaration !== undefined && ts.isVariableDeclaration(declaration) && ts.isIdentifier(declaration.name)
    ? declaration.name.text
    : undefined;
}

/** The calls between a model's inputs and outputs, in the order in which they were made. */
export function callsBetween({ inputs, outputs }: ModelNode): CallNode[] {
  const found = new Set<CallNode>(inputs.map(({ call }) => call));
  const open = outputs.map(({ call }) => call);
  for (let call = open.pop(); call !== undefined; call = open.pop()) {
    if (found.has(call)) continue;
    found.add(call);
    for (const input of call.inputs) if (input !== undefined) open.push(input.call);
  }
  return [...found].sort((a, b) => a.entry - b.entry);
}

/**
 * Ids of the layers: the `name` option, or the operation and how many of it came before, in the order in which layers are first
 * applied: `conv2d`, `conv2d_1`, `conv2d_2`. Models that share layers count together, so that a layer has one id.
 */
export function layerIds(models: readonly ModelNode[]): ReadonlyMap<LayerNode, string> {
  const ids = new Map<LayerNode, string>();
  for (const layers of connected(models.map((model) => new Set(callsBetween(model).map(({ layer }) => layer))))) {
    const taken = new Set<string>();
    // Where the numbers go on, so that a thousand layers of a kind do not count from 1 a thousand times.
    const counts = new Map<string, number>();
    const give = (layer: LayerNode, wanted: string): void => {
      let id = wanted;
      for (let number = counts.get(wanted) ?? 0; taken.has(id); counts.set(wanted, number)) id = `${wanted}_${++number}`;
      taken.add(id);
      ids.set(layer, id);
    };
    const inOrder = [...layers].sort((a, b) => firstCall(a) - firstCall(b));
    for (const layer of inOrder) {
      const name = layer.reading.args.name;
      if (typeof name === 'string') give(layer, name);
    }
    for (const layer of inOrder) if (!ids.has(layer)) give(layer, layer.spec.op);
  }
  return ids;
}

const firstCall = ({ calls: [call], entry }: LayerNode): number => call?.entry ?? entry;

/** Sets that have members in common become one. */
function connected<T>(sets: readonly ReadonlySet<T>[]): Set<T>[] {
  const groups: Set<T>[] = [];
  for (const set of sets) {
    const merged = new Set(set);
    for (const group of groups.filter((other) => [...other].some((item) => set.has(item)))) {
      groups.splice(groups.indexOf(group), 1);
      for (const item of group) merged.add(item);
    }
    groups.push(merged);
  }
  return groups;
}

function unique(wanted: string, isTaken: (name: string) => boolean): string {
  if (!isTaken(wanted)) return wanted;
  let number = 1;
  while (isTaken(`${wanted}_${number}`)) number += 1;
  return `${wanted}_${number}`;
}

export function toNetwork({ name, node }: Named<ModelNode>, ids: ReadonlyMap<LayerNode, string>, partial: boolean): Network {
  const callNodes = callsBetween(node);
  const layerNodes = [...new Set(callNodes.map(({ layer }) => layer))];
  const positions = new Map(callNodes.map((call, position) => [call, position]));
  const layerPositions = new Map(layerNodes.map((layer, position) => [layer, position]));
  const refOf = ({ call, output }: Output): Ref => ({ call: positions.get(call) ?? 0, output });
  return {
    v: 1,
    name,
    layers: layerNodes.map((layer) => toLayer(layer, ids.get(layer) ?? layer.spec.op)),
    calls: callNodes.map(
      (call): Call => ({
        layer: layerPositions.get(call.layer) ?? 0,
        inputs: node.inputs.some((input) => input.call === call)
          ? []
          : call.inputs.flatMap((input) => (input === undefined ? [] : [refOf(input)])),
        outputs: call.inferred.outputs.map(knownType),
        macs: call.inferred.macs ?? 0,
        ...located(call.site, appliedLocation),
      }),
    ),
    inputs: node.inputs.map(refOf),
    outputs: node.outputs.map(refOf),
    partial,
  };
}

function toLayer(layer: LayerNode, id: string): Layer {
  const { name: _, trainable, ...args } = layer.reading.guesses[0] ?? layer.reading.args;
  return {
    id,
    op: layer.spec.op,
    args,
    block: [],
    weights: layer.calls[0]?.inferred.weights ?? [],
    trainable: trainable !== false,
    ...located(layer.site, locate),
  };
}

const located = ({ places: [place] }: Site, locationOf: typeof locate): { readonly location?: ReturnType<typeof locate> } =>
  place === undefined ? {} : { location: locationOf(place) };

const knownType = (type: ReturnType<typeof typeOf>): TensorType => type ?? { shape: [BATCH, UNKNOWN], dtype: 'float32' };
