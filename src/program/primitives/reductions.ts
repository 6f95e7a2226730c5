/** Sum, mean and maximum over axes. */
import { count, type TensorType } from '../../ir/tensor';
import type { ReduceAttributes } from '../attributes';
import { spread } from '../gradients';
import type { PrimitiveOf } from '../primitive';
import { reducedShape, requireAxes, requireType } from '../shapes';
import { reduce } from '../tensors';

function inferReduction(op: string, x: TensorType, { axes, keepDims }: ReduceAttributes): readonly TensorType[] {
  requireType(op, 'float32', x);
  requireAxes(op, x, axes);
  return [{ shape: reducedShape(x.shape, axes, keepDims), dtype: 'float32' }];
}

export const reduceSum: PrimitiveOf<1, ReduceAttributes> = {
  name: 'reduceSum',
  arity: 1,
  infer: ([x], attrs) => inferReduction('reduceSum', x, attrs),
  gradient: ({ graph, inputs: [x], gradients: [dy], attrs }) => [spread(graph, dy, graph.shapeOf(x), attrs)],
  evaluate: ([x], { axes }) => [reduce(x, axes, (group) => group.reduce((a, b) => a + b, 0))],
};

export const reduceMean: PrimitiveOf<1, ReduceAttributes> = {
  name: 'reduceMean',
  arity: 1,
  infer: ([x], attrs) => inferReduction('reduceMean', x, attrs),
  gradient({ graph, inputs: [x], gradients: [dy], attrs }) {
    return [spread(graph, graph.div(dy, graph.extent(x, attrs.axes)), graph.shapeOf(x), attrs)];
  },
  expand: (graph, [x], { axes, keepDims }) => [graph.div(graph.reduceSum(x, axes, keepDims), graph.extent(x, axes))],
};

export const reduceMax: PrimitiveOf<1, ReduceAttributes> = {
  name: 'reduceMax',
  arity: 1,
  infer: ([x], attrs) => inferReduction('reduceMax', x, attrs),
  /** Equal maxima share the gradient. */
  gradient({ graph: g, inputs: [x], outputs: [y], gradients: [dy], attrs }) {
    const shape = g.shapeOf(x);
    const top = g.reshape(y, reducedShape(shape, attrs.axes, true));
    const hits = g.cast(g.equal(x, top), 'float32');
    return [g.mul(g.div(hits, g.reduceSum(hits, attrs.axes, true)), spread(g, dy, shape, attrs))];
  },
  evaluate: ([x], { axes }) => [reduce(x, axes, (group) => group.reduce((a, b) => Math.max(a, b), -Infinity))],
};

/** How many entries x has along the axes: what a mean divides by where a size is known only when the Program runs. */
export const extent: PrimitiveOf<1, { readonly axes: readonly number[] }> = {
  name: 'extent',
  arity: 1,
  infer([x], { axes }) {
    requireAxes('extent', x, axes);
    return [{ shape: [], dtype: 'float32' }];
  },
  gradient: () => [undefined],
  evaluate: ([x], { axes }) => [Float64Array.of(count(axes.map((axis) => x.shape[axis] as number)))],
};
