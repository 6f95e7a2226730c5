/** A network as an editor shows it: the view, its Mermaid text, and where in the files each box comes from. */
import type { Location } from '../ir/location';
import type { Network } from '../ir/network';
import type { Picture } from '../ir/view';
import { mermaidId, mermaidText } from './mermaid';
import { type ViewOptions, viewOf } from './view';

export function pictureOf(network: Network, options: ViewOptions = {}): Picture {
  const view = viewOf(network, options);
  const places = placesOf(network);
  const nodes = view.nodes.map((node) => ({
    ...node,
    key: mermaidId(node.id),
    places: different(node.layers.flatMap((layer) => places.get(layer) ?? [])),
  }));
  return { ...view, nodes, text: mermaidText(view) };
}

/** By layer id. */
function placesOf({ layers, calls }: Network): ReadonlyMap<string, readonly Location[]> {
  const made = layers.map(({ location }) => (location === undefined ? [] : [location]));
  const applied: Location[][] = layers.map(() => []);
  for (const { layer, location } of calls) if (location !== undefined) applied[layer]?.push(location);
  return new Map(layers.map(({ id }, at) => [id, [...(applied[at] ?? []), ...(made[at] ?? [])]]));
}

const different = (locations: readonly Location[]): Location[] => [
  ...new Map(locations.map((location) => [JSON.stringify(location), location])).values(),
];
