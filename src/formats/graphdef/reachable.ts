import type { Node } from './model';

/** The nodes that these values need: in the graph, and in the bodies of loops. */
export function reachable(nodes: readonly Node[], values: readonly string[]): Node[] {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const needed = new Set<Node>();
  const open = [...values];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    const node = byName.get(value.replace(/^\^/, '').replace(/:\d+$/, ''));
    if (node === undefined || needed.has(node)) continue;
    needed.add(node);
    open.push(...node.inputs);
  }
  return nodes.filter((node) => needed.has(node));
}
