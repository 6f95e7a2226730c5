/** What is known of the layer, argument or tensor under the pointer: shape, cost, and where its sizes come from. */
import type { Hover } from 'vscode-languageserver/node';
import { type Cursor, cursorsAt, type Use } from '../compiler/cursor';
import { transformSpecs } from '../data/index.spec';
import type { Callable } from '../ir/callable';
import type { Location, Position, Range } from '../ir/location';
import type { Call, Network, Ref } from '../ir/network';
import { functions } from '../language/functions';
import { layerArguments } from '../language/layer-arguments.spec';
import { parametersOf } from '../network/cost';
import { describeLayer, formatSample } from '../network/describe';
import { formatCount, formatMacs } from '../network/numbers';
import type { Part } from '../network/origin';
import { explainSizes } from './explain-sizes';
import { lines, paragraphs, plain } from './markdown';
import type { CompiledModel } from './models';

/** `describes`: no one else shows the documentation. */
export function hoverAt(model: CompiledModel, position: Position, describes: boolean): Hover | null {
  for (const cursor of cursorsAt(model.text, position)) {
    const value = paragraphs(partsOf(cursor, model, describes));
    if (value !== '') return { contents: { kind: 'markdown', value }, range: cursor.range };
  }
  return null;
}

function partsOf(cursor: Cursor, model: CompiledModel, describes: boolean): string[] {
  switch (cursor.kind) {
    case 'function': {
      const documentation = describes ? [callables.get(cursor.op)?.doc ?? ''] : [];
      return [...layersAt(model, cursor.call), ...documentation];
    }
    case 'argument':
      // Of a value, no one else says what it is for.
      return describes || !cursor.onName ? argumentDoc(cursor.op, cursor.argument) : [];
    case 'variable':
      return tensorAt(model, cursor.name, cursor.uses);
  }
}

const callables: ReadonlyMap<string, Callable> = new Map(
  [...Object.values(transformSpecs), ...functions.map(({ spec }) => spec)].map((spec) => [spec.op, spec]),
);

function argumentDoc(op: string, argument: string | number): string[] {
  const spec = callables.get(op);
  const name = typeof argument === 'number' ? spec?.positional[argument] : argument;
  if (spec === undefined || name === undefined) return [];
  const isLayer = functions.some((one) => one.spec === spec && one.kind === 'layer');
  const table: Callable['arguments'] = { ...(isLayer ? layerArguments : {}), ...spec.arguments };
  const known = Object.hasOwn(table, name) ? table[name] : undefined;
  return known === undefined ? [] : [lines([`**${plain(name)}** of ${plain(op)}`, known.doc])];
}

interface Found {
  readonly network: Network;
  readonly call: Call;
  readonly at: number;
}

/** In a loop or a helper, one place makes several layers: the first and the last are told. */
function layersAt({ path, compilation }: CompiledModel, made: Range): string[] {
  const found = callsWhere(compilation.networks, ({ layers }, { layer }) => isAt(layers[layer]?.location, path, made));
  return firstAndLast(found).map(({ network, call, at }) => {
    const layer = network.layers[call.layer];
    if (layer === undefined) return '';
    const parameters = parametersOf(layer).all;
    const cost = [
      ...(parameters === 0 ? [] : [`${formatCount(parameters)} parameters`]),
      ...(call.macs === 0 ? [] : [formatMacs(call.macs)]),
    ].join(' · ');
    const [input] = call.inputs;
    const features: Part[] =
      layer.weights.length > 0 && input !== undefined ? [{ ref: input, axis: lastAxis(network, input) }] : [];
    const output = { call: at, output: 0 };
    return lines([
      `**${plain(describeLayer(layer))}** → ${shapeOf(network, output)}`,
      ...(cost === '' ? [] : [plain(cost)]),
      ...explainSizes(network, [...features, ...axesOf(network, output)], path, call.layer).map(plain),
    ]);
  });
}

function tensorAt({ path, compilation }: CompiledModel, name: string, uses: readonly Use[]): string[] {
  for (const { applied, input } of uses) {
    const found = callsWhere(compilation.networks, (_, { location }) => isAt(location, path, applied));
    const tensors = firstAndLast(found).flatMap(({ network, call, at }) => {
      const ref = input === undefined ? { call: at, output: 0 } : call.inputs[input];
      return ref === undefined ? [] : [{ network, ref }];
    });
    if (tensors.length === 0) continue;
    return tensors.map(({ network, ref }) =>
      lines([`**${plain(name)}** ${shapeOf(network, ref)}`, ...explainSizes(network, axesOf(network, ref), path).map(plain)]),
    );
  }
  return [];
}

const callsWhere = (networks: readonly Network[], wanted: (network: Network, call: Call) => boolean): Found[] =>
  networks.flatMap((network) => network.calls.flatMap((call, at) => (wanted(network, call) ? [{ network, call, at }] : [])));

function firstAndLast(found: readonly Found[]): Found[] {
  const different = new Map(
    found.map((one) => [JSON.stringify([one.call.outputs, one.call.inputs.map((ref) => typeOf(one.network, ref))]), one]),
  );
  const all = [...different.values()];
  return all.length <= 2 ? all : [...all.slice(0, 1), ...all.slice(-1)];
}

const isAt = (location: Location | undefined, file: string, range: Range): boolean =>
  location !== undefined && location.file === file && JSON.stringify(location.range) === JSON.stringify(range);

const typeOf = (network: Network, ref: Ref) => network.calls[ref.call]?.outputs[ref.output];

const lastAxis = (network: Network, ref: Ref): number => (typeOf(network, ref)?.shape.length ?? 1) - 1;

const axesOf = (network: Network, ref: Ref): Part[] =>
  (typeOf(network, ref)?.shape ?? []).slice(1).map((_, at) => ({ ref, axis: at + 1 }));

const shapeOf = (network: Network, ref: Ref): string => plain(formatSample(typeOf(network, ref)?.shape ?? []));
