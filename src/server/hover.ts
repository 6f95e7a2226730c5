/** What is known of the layer, argument or tensor under the pointer: shape, cost, and where its sizes come from. */
import type { Hover } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { type Subject, subjectsAt, type Use } from '../compiler/queries/subject';
import type { Location, Position, Range } from '../ir/location';
import { lines, paragraphs, plain } from '../ir/markdown';
import { type Call, type Network, type Ref, typeOf } from '../ir/network';
import { parametersOf } from '../network/cost';
import { describeLayer, formatSample } from '../network/describe';
import { formatCount, formatMacs } from '../network/numbers';
import type { Part } from '../network/origin';
import { argumentMarkdown, documentationAt } from './documentation';
import { explainSizes } from './explain-sizes';
import type { CompiledModel } from './models';

/** `describes`: no one else shows the documentation. */
export function hoverAt(model: CompiledModel, document: TextDocument, position: Position, describes: boolean): Hover | null {
  const documentation = describes ? documentationAt(document, position) : undefined;
  for (const subject of subjectsAt(model.text, position)) {
    const parts = partsOf(subject, model).filter((part) => part !== '');
    // A name has its documentation below; of a value, no one else says what it is for.
    if (parts.length === 0) continue;
    const value = paragraphs([...parts, ...(documentation === undefined ? [] : [textOf(documentation)])]);
    return { contents: { kind: 'markdown', value }, range: subject.range };
  }
  return documentation ?? null;
}

function partsOf(subject: Subject, model: CompiledModel): string[] {
  switch (subject.kind) {
    case 'function':
      return layersAt(model, subject.call);
    case 'value':
      return [argumentMarkdown(subject.argument, subject.signature.arguments[subject.argument])];
    case 'variable':
      return tensorAt(model, subject.name, subject.uses);
  }
}

const textOf = ({ contents }: Hover): string => (typeof contents === 'object' && 'kind' in contents ? contents.value : '');

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
  for (const use of uses) {
    const tensors = tensorsOf(compilation.networks, use, path);
    if (tensors.length === 0) continue;
    return tensors.map(({ network, ref }) =>
      lines([`**${plain(name)}** ${shapeOf(network, ref)}`, ...explainSizes(network, axesOf(network, ref), path).map(plain)]),
    );
  }
  return [];
}

function tensorsOf(networks: readonly Network[], use: Use, path: string): { readonly network: Network; readonly ref: Ref }[] {
  if ('model' in use) {
    const network = networks.find(({ location }) => isAt(location, path, use.model));
    const ref = network?.[use.list][use.at];
    return network === undefined || ref === undefined ? [] : [{ network, ref }];
  }
  const found = callsWhere(networks, (_, { location }) => isAt(location, path, use.applied));
  return firstAndLast(found).flatMap(({ network, call, at }) => {
    const ref = use.input === undefined ? { call: at, output: 0 } : call.inputs[use.input];
    return ref === undefined ? [] : [{ network, ref }];
  });
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

const lastAxis = (network: Network, ref: Ref): number => (typeOf(network, ref)?.shape.length ?? 1) - 1;

const axesOf = (network: Network, ref: Ref): Part[] =>
  (typeOf(network, ref)?.shape ?? []).slice(1).map((_, at) => ({ ref, axis: at + 1 }));

const shapeOf = (network: Network, ref: Ref): string => plain(formatSample(typeOf(network, ref)?.shape ?? []));
