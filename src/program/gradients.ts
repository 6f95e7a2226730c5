/** What the gradient rules share. */
import { equal } from '../ir/dim';
import type { Value } from '../ir/program';
import type { Shape } from '../ir/tensor';
import type { ReduceAttributes } from './attributes';
import type { Graph } from './graph';
import { reducedShape } from './shapes';

/** Undoes broadcasting: sums a gradient over the axes along which a value of that shape was stretched. */
export function sumTo(graph: Graph, gradient: Value, shape: Shape): Value {
  const from = graph.shapeOf(gradient);
  const missing = from.length - shape.length;
  const axes = from.map((_, axis) => axis).filter((axis) => !equal(shape[axis - missing] ?? -1, from[axis] ?? 1));
  return graph.reshape(graph.reduceSum(gradient, axes), shape);
}

/** Undoes a reduction: gives every entry of a group what the group's result has. */
export function spread(graph: Graph, reduced: Value, shape: Shape, { axes }: ReduceAttributes): Value {
  return graph.broadcastTo(graph.reshape(reduced, reducedShape(shape, axes, true)), shape);
}
