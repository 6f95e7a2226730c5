/** Which calls calculated a size of a tensor, of all that lead to it. */
import { type Graph, originOf, type Part } from '../../network/origin';
import type { CallNode, Output } from '../evaluated';
import { toCall, toLayer } from '../networks';

/** `axes`: counted from the last one, -1. A size that an argument says, as units do, was calculated by none. */
export function calculators(output: Output, axes: readonly number[]): ReadonlySet<CallNode> {
  const calls = [...ancestors(output)].sort((a, b) => a.order - b.order);
  const positions = new Map(calls.map((call, position) => [call, position]));
  const refOf = ({ call, output: of }: Output) => ({ call: positions.get(call) ?? 0, output: of });
  // A layer for each call, so that the one names the other.
  const graph: Graph = {
    layers: calls.map(({ layer }) => toLayer(layer, layer.spec.op)),
    calls: calls.map((call, position) => toCall(call, position, refOf)),
  };
  const ref = refOf(output);
  const rank = output.call.inferred.outputs[output.output]?.shape.length ?? 0;
  const found = new Set<CallNode>();
  const seen = new Set<string>();
  const open: Part[] = axes.map((axis) => ({ ref, axis: rank + axis }));
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    const key = JSON.stringify(part);
    const origin = seen.has(key) ? undefined : originOf(graph, part);
    seen.add(key);
    if (origin?.expression === undefined) continue;
    const maker = calls[origin.makers[0]?.layer ?? -1];
    if (maker !== undefined) found.add(maker);
    open.push(...origin.parts);
  }
  return found;
}

/** All calls that lead to a tensor, the one that makes it among them. */
export function ancestors({ call }: Output): Set<CallNode> {
  const found = new Set<CallNode>();
  const open = [call];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    for (const input of next.inputs) if (input !== undefined) open.push(input.call);
  }
  return found;
}
