/** A network as an editor shows it: the view, its Mermaid text, and where in the files each box comes from. */
import type { Location } from '../ir/location';
import type { Call, Network } from '../ir/network';
import type { Picture, ViewNode } from '../ir/view';
import { callIds } from './fold';
import { edgeId, frameId, labelText, mermaidId, mermaidText } from './mermaid';
import { type ViewOptions, viewOf } from './view';

export function pictureOf(network: Network, options: ViewOptions = {}): Picture {
  const view = viewOf(network, options);
  const places = placesOf(network);
  const calls = new Map(callIds(network).map((id, at) => [id, network.calls[at]]));
  const nodes = view.nodes.map((node) => ({
    ...node,
    lines: drawn(node.lines),
    key: mermaidId(node.id),
    places: different(isOne(node) ? places.ofCall(calls.get(node.id)) : node.layers.flatMap(places.ofLayer)),
  }));
  const edges = view.edges.map((edge, at) => ({ ...edge, key: edgeId(at) }));
  const frames = view.frames.map((frame) => ({ ...frame, title: labelText(frame.title), key: frameId(frame.id) }));
  return { ...view, nodes, edges, frames, text: mermaidText(view, { forPage: true }) };
}

const drawn = ([first, ...more]: ViewNode['lines']): ViewNode['lines'] => [labelText(first), ...more.map(labelText)];

/** It stands for one call, even where its layer has more. */
const isOne = ({ kind }: ViewNode): boolean => kind === 'layer' || kind === 'input';

/** Calls first, then where the layer was made. */
function placesOf({ layers, calls }: Network) {
  const made = (at: number): Location[] => known(layers[at]?.location);
  const applied = layers.map((): Location[] => []);
  for (const { layer, location } of calls) applied[layer]?.push(...known(location));
  const byLayer = new Map(layers.map(({ id }, at) => [id, [...(applied[at] ?? []), ...made(at)]]));
  return {
    ofCall: (call: Call | undefined): Location[] => (call === undefined ? [] : [...known(call.location), ...made(call.layer)]),
    ofLayer: (id: string): Location[] => byLayer.get(id) ?? [],
  };
}

const known = (location: Location | undefined): Location[] => (location === undefined ? [] : [location]);

const different = (locations: readonly Location[]): Location[] => [
  ...new Map(locations.map((location) => [JSON.stringify(location), location])).values(),
];
