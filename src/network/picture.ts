/** A network as an editor shows it: the view, its Mermaid text, and where in the files each box comes from. */
import type { Location } from '../ir/location';
import type { Network } from '../ir/network';
import type { Picture, ViewNode } from '../ir/view';
import { edgeId, frameId, labelText, mermaidId, mermaidText } from './mermaid';
import { type ViewOptions, viewOf } from './view';

export function pictureOf(network: Network, options: ViewOptions = {}): Picture {
  const view = viewOf(network, options);
  const places = placesOf(network);
  const nodes = view.nodes.map((node) => ({
    ...node,
    lines: drawn(node.lines),
    key: mermaidId(node.id),
    places: different(node.layers.flatMap((layer) => places.get(layer) ?? [])),
  }));
  const edges = view.edges.map((edge, at) => ({ ...edge, key: edgeId(at) }));
  const frames = view.frames.map((frame) => ({ ...frame, title: labelText(frame.title), key: frameId(frame.id) }));
  return { ...view, nodes, edges, frames, text: mermaidText(view, { forPage: true }) };
}

const drawn = ([first, ...more]: ViewNode['lines']): ViewNode['lines'] => [labelText(first), ...more.map(labelText)];

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
