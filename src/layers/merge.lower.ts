/** Layers that calculate with several tensors entry by entry. */
import type { Value } from '../ir/program';
import type { Graph } from '../program/graph';
import type { Lowering } from '../program/lowering';

export const mergeWith = (operation: (graph: Graph) => (a: Value, b: Value) => Value): Lowering => ({
  lower({ graph, inputs }) {
    const rank = Math.max(...inputs.map((x) => graph.shapeOf(x).length));
    return { outputs: [inputs.map((x) => aligned(graph, x, rank)).reduce(operation(graph))] };
  },
});

/** Missing axes are put behind the batch. */
function aligned(graph: Graph, x: Value, rank: number): Value {
  const [batch = 1, ...sample] = graph.shapeOf(x);
  return graph.reshape(x, [batch, ...Array<number>(rank - 1 - sample.length).fill(1), ...sample]);
}
