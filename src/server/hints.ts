/** Behind each place where a layer is applied, the shape of what comes out. */
import { type InlayHint, InlayHintKind } from 'vscode-languageserver/node';
import { isBefore, type Location, type Position, type Range } from '../ir/location';
import type { Call, Network } from '../ir/network';
import { formatSample } from '../network/describe';
import type { CompiledModel } from './models';

export function hintsOf({ path, compilation }: CompiledModel, { start, end }: Range): InlayHint[] {
  return [...shapesByPlace(compilation.networks, path)].flatMap(([place, shapes]) => {
    const position: Position = JSON.parse(place);
    if (isBefore(position, start) || isBefore(end, position)) return [];
    return [{ position, label: labelOf([...shapes]), kind: InlayHintKind.Type, paddingLeft: true }];
  });
}

/** In a loop, or a helper that is called twice: what comes out first and last. */
const labelOf = ([first = '', ...others]: readonly string[]): string =>
  others.length === 0 ? first : [first, others.at(-1)].join(others.length > 1 ? ' … ' : ', ');

function shapesByPlace(networks: readonly Network[], path: string): Map<string, readonly string[]> {
  const shapes = new Map<string, string[]>();
  for (const network of networks) {
    const chains = chainPlaces(network);
    for (const call of network.calls) {
      const layer = network.layers[call.layer];
      const [output] = call.outputs;
      if (call.inputs.length === 0 || output === undefined || layer === undefined) continue;
      const at = isChained(call, chains) ? layer.location : call.location;
      if (at?.file !== path) continue;
      const place = JSON.stringify(at.range.end);
      const shape = formatSample(output.shape);
      const last = shapes.get(place)?.at(-1);
      if (last !== shape) shapes.set(place, [...(shapes.get(place) ?? []), shape]);
    }
  }
  return shapes;
}

/** Places at which several layers are applied, one after the other: `sequential([...])`. There, each shows its own. */
function chainPlaces({ layers, calls }: Network): ReadonlySet<string> {
  const made = new Map<string, Set<string>>();
  for (const { layer, location } of calls) {
    if (location === undefined) continue;
    const place = keyOf(location);
    made.set(place, (made.get(place) ?? new Set()).add(JSON.stringify(layers[layer]?.location)));
  }
  return new Set([...made].flatMap(([place, layersThere]) => (layersThere.size > 1 ? [place] : [])));
}

const isChained = ({ location }: Call, chains: ReadonlySet<string>): boolean =>
  location !== undefined && chains.has(keyOf(location));

const keyOf = ({ file, range }: Location): string => JSON.stringify([file, range]);
