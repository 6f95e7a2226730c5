/** Operations that bring axes down to one entry. Axes are counted in the layout in which x is there. */

import { isNumber, product } from '../../../ir/dim';
import type { Value } from '../../../ir/program';
import type { ReduceAttributes } from '../../../program/attributes';
import { arrange, without } from '../layout';
import type { Mapping } from '../writer';
import { castTo } from './elementwise';

export const reduction = (op: 'ReduceSum' | 'ReduceMean' | 'ReduceMax'): Mapping => ({
  write(writer, { inputs, outputs, attrs }) {
    const { axes, keepDims } = attrs as ReduceAttributes;
    const { name, layout } = writer.any(inputs[0] as Value);
    const places = [...layout.keys()].filter((place) => axes.includes(layout[place] as number));
    const keepdims = { i: Number(keepDims) };
    // Until opset 18 only ReduceSum takes its axes as an input.
    const reduce = (from: string, ints: readonly number[]): string =>
      op === 'ReduceSum'
        ? writer.node(op, [from, writer.int64(...ints)], { keepdims })
        : writer.node(op, [from], { axes: { ints }, keepdims });
    // One after the other, the batch last, is 2 to 10 times faster in onnxruntime than all at once.
    const reduced = neighbours(places).reverse().reduce(reduce, name);
    writer.set(outputs[0] as Value, reduced, keepDims ? layout : without(layout, axes));
  },
});

/** Runs of places that follow each other; the first place is one of its own. */
const neighbours = (places: readonly number[]): number[][] =>
  places.reduce<number[][]>((runs, place) => {
    if (place > 1 && runs.at(-1)?.at(-1) === place - 1) runs.at(-1)?.push(place);
    else runs.push([place]);
    return runs;
  }, []);

export const argMax: Mapping = {
  write(writer, { inputs, outputs, attrs }) {
    const axis = attrs.axis as number;
    const { name, layout } = writer.plain(inputs[0] as Value);
    const place = layout.indexOf(axis);
    const index = writer.node('ArgMax', [name], { axis: { i: place }, keepdims: { i: 0 } });
    writer.set(outputs[0] as Value, castTo(writer, index, 'int32'), without(layout, [axis]));
  },
};

/** A constant where the sizes are known. */
export const extent: Mapping = {
  lazy: true,
  write(writer, { inputs, outputs, attrs }) {
    const [output] = outputs as [Value];
    const size = product(arrange(writer.shapeOf(inputs[0] as Value), attrs.axes as readonly number[]));
    if (isNumber(size)) return writer.set(output, writer.scalar(size));
    const number = writer.node('Squeeze', [writer.sizes.size(size), writer.int64(0)]);
    writer.set(output, castTo(writer, number, 'float32'));
  },
};

/** Softmax and its logarithm. */
export const alongAxis = (op: 'Softmax' | 'LogSoftmax'): Mapping => ({
  write(writer, { inputs, outputs, attrs }) {
    const axis = { i: attrs.axis as number };
    writer.set(outputs[0] as Value, writer.node(op, [writer.get(inputs[0] as Value)], { axis }));
  },
});
