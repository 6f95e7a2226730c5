/** The networks of a file: every model that it exports or that an exported training uses. */
import { BATCH, UNKNOWN } from '../ir/dim';
import type { Call, Layer, Network, Ref } from '../ir/network';
import type { TensorType } from '../ir/tensor';
import type { Reading } from '../language/read';
import { callsBetween } from './applications';
import type { CallNode, Evaluated, LayerNode, ModelNode, Output, Path, typeOf } from './evaluated';
import { type Names, namesOf, numbering, ownName } from './names';
import { appliedLocation } from './places';
import { locate, type Site } from './sites';

export interface Named<Node> {
  readonly name: string;
  readonly node: Node;
}

/** By the name of the export; otherwise by the `name` option, or the variable. */
export function namedModels({ exports }: Evaluated): Named<ModelNode>[] {
  const named: Named<ModelNode>[] = [];
  const number = numbering();
  const add = (node: ModelNode | undefined, exportName?: string): void => {
    if (node === undefined || node.outputs.length === 0 || named.some((other) => other.node === node)) return;
    named.push({ name: number(exportName ?? ownName(node) ?? 'model'), node });
  };
  for (const [name, node] of exports) if (node.kind === 'model' && name !== 'default') add(node, name);
  for (const node of exports.values()) add(node.kind === 'training' ? node.model : node);
  return named;
}

const known = new WeakMap<Evaluated, Names>();

/** Names in the models that have one, or in all where the exports are not known. */
export function namesIn(evaluated: Evaluated): Names {
  const named = namedModels(evaluated).map(({ node }) => node);
  const names = known.get(evaluated) ?? namesOf(named.length > 0 ? named : allModels(evaluated));
  known.set(evaluated, names);
  return names;
}

export const allModels = ({ nodes }: Evaluated): ModelNode[] =>
  nodes.filter((node): node is ModelNode => node.kind === 'model' && node.outputs.length > 0);

export function toNetwork({ name, node }: Named<ModelNode>, names: Names, partial: boolean): Network {
  const callNodes = callsBetween(node);
  const layerNodes = [...new Set(callNodes.map(({ layer }) => layer))];
  const positions = new Map(callNodes.map((call, position) => [call, position]));
  const layerPositions = new Map(layerNodes.map((layer, position) => [layer, position]));
  const refOf = ({ call, output }: Output): Ref => ({ call: positions.get(call) ?? 0, output });
  const blockOf = instances(names);
  return {
    v: 1,
    name,
    layers: layerNodes.map((layer) => toLayer(layer, names.ids.get(layer) ?? layer.spec.op)),
    calls: callNodes.map(
      (call): Call => ({
        ...toCall(call, layerPositions.get(call.layer) ?? 0, refOf),
        ...(node.inputs.some((input) => input.call === call) ? { inputs: [] } : {}),
        ...(call.path.length > 0 ? { block: blockOf(call) } : {}),
      }),
    ),
    inputs: node.inputs.map(refOf),
    outputs: node.outputs.map(refOf),
    partial,
    ...located(node.site, locate),
  };
}

/** The blocks around a call by name; where a model is applied once more, it is another one: `encoder`, `encoder@2`. */
function instances(names: Names): (call: CallNode) => string[] {
  const seen = new Map<string, Path[number][]>();
  return (call) => {
    const own = names.blocksOf(call);
    let around = '';
    return call.path.map((block, depth) => {
      const place = `${around}/${own[depth]}`;
      const there = seen.get(place) ?? [];
      if (!there.includes(block)) there.push(block);
      seen.set(place, there);
      const nth = there.indexOf(block) + 1;
      const label = nth === 1 ? `${own[depth]}` : `${own[depth]}@${nth}`;
      around = `${around}/${label}`;
      return label;
    });
  };
}

/** `layer`: the position of its layer. The blocks around it are left out. */
export const toCall = (call: CallNode, layer: number, refOf: (output: Output) => Ref): Call => ({
  layer,
  inputs: call.inputs.flatMap((input) => (input === undefined ? [] : [refOf(input)])),
  outputs: call.inferred.outputs.map(knownType),
  macs: call.inferred.macs ?? 0,
  ...located(call.site, appliedLocation),
});

export function toLayer(layer: LayerNode, id: string): Layer {
  const { args, trainable } = ownArguments(layer.reading);
  return {
    id,
    op: layer.spec.op,
    args,
    block: id.includes('/') ? id.split('/').slice(0, -1) : [],
    weights: layer.calls[0]?.inferred.weights ?? [],
    trainable,
    ...located(layer.site, locate),
  };
}

const owned = new WeakMap<Reading, Pick<Layer, 'args' | 'trainable'>>();

/** Of a reading, which layers with equal arguments share: those of the layer alone. */
function ownArguments(reading: Reading): Pick<Layer, 'args' | 'trainable'> {
  const known = owned.get(reading);
  if (known !== undefined) return known;
  const { name: _, trainable, ...args } = reading.guesses[0] ?? reading.args;
  const own = { args, trainable: trainable !== false };
  owned.set(reading, own);
  return own;
}

const located = ({ place }: Site, locationOf: typeof locate): { readonly location?: ReturnType<typeof locate> } =>
  place === undefined ? {} : { location: locationOf(place) };

const knownType = (type: ReturnType<typeof typeOf>): TensorType => type ?? { shape: [BATCH, UNKNOWN], dtype: 'float32' };
