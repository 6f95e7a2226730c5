/** Operations that move numbers without changing them. */
import type { Node, Value } from '../../../ir/program';
import type { DType, Shape } from '../../../ir/tensor';
import type { DilateAttributes, PadAttributes, SliceAttributes } from '../../../program/attributes';
import { numbers } from '../../numbers';
import type { Attribute } from '../model';
import type { GraphWriter, Mapping } from '../writer';

export const constant: Mapping = {
  write(writer, { outputs, attrs }) {
    const { value, shape, dtype } = attrs as { value: number | readonly number[]; shape: readonly number[]; dtype: DType };
    const [output] = outputs as [Value];
    const { emitter } = writer;
    if (typeof value === 'number' && shape.length === 0) return writer.set(output, emitter.scalar(value, dtype));
    const size = shape.reduce((a, b) => a * b, 1);
    const values = typeof value === 'number' ? Array<number>(size).fill(value) : value;
    writer.set(output, emitter.constant({ shape, dtype, data: numbers(dtype, values) }));
  },
};

/** The program's `stopGradient`: nothing at run time. */
export const same: Mapping = {
  write(writer, { inputs, outputs }) {
    writer.set(outputs[0] as Value, writer.get(inputs[0] as Value));
  },
};

export const reshape: Mapping = {
  write(writer, { inputs, outputs }) {
    const [[x], [output]] = [inputs as [Value], outputs as [Value]];
    writer.set(output, writer.emitter.reshape(writer.get(x), writer.typeOf(x), writer.shapeOf(output)));
  },
};

export const transpose = moved('Transpose', ({ emitter }, { attrs }) => [emitter.ints(...(attrs.perm as number[]))]);

export const broadcastTo = moved('BroadcastTo', (writer, { outputs }) => [
  writer.emitter.sizes.shape(writer.shapeOf(outputs[0] as Value)),
]);

export const reverse = moved('ReverseV2', ({ emitter }, { attrs }) => [emitter.ints(...(attrs.axes as number[]))]);

export const slice = moved(
  'Slice',
  ({ emitter }, { attrs }) => {
    const { begin, size } = attrs as SliceAttributes;
    return [emitter.ints(...begin), emitter.ints(...size)];
  },
  { Index: { type: 'int32' } },
);

export const pad = moved('PadV2', (writer, { inputs, attrs }) => {
  const { before, after, value } = attrs as PadAttributes;
  const amounts = before.flatMap((amount, axis) => [amount, after[axis] as number]);
  const shape = [before.length, 2];
  return [
    writer.emitter.constant({ shape, dtype: 'int32', data: Int32Array.from(amounts) }),
    writer.emitter.scalar(value, writer.typeOf(inputs[0] as Value).dtype),
  ];
});

export const concat: Mapping = {
  write(writer, { inputs, outputs, attrs }) {
    const [[first], [output]] = [inputs as [Value], outputs as [Value]];
    if (inputs.length === 1) return writer.set(output, writer.get(first));
    const names = inputs.map((value) => writer.get(value));
    const axis = writer.emitter.scalar(attrs.axis as number, 'int32');
    const type = { type: writer.typeOf(first).dtype };
    writer.set(output, writer.emitter.node('ConcatV2', [...names, axis], { N: { i: inputs.length }, T: type }));
  },
};

/** The gradient of a slice with strides: zeros, and what is given a stride apart. */
export const dilate: Mapping = {
  write(writer, { inputs, outputs, attrs }) {
    const [[x], [output]] = [inputs as [Value], outputs as [Value]];
    const { axes, factors } = attrs as DilateAttributes;
    const { emitter } = writer;
    const shape: Shape = writer.shapeOf(output);
    const strides = shape.map((_, axis) => factors[axes.indexOf(axis)] ?? 1);
    const sizes = emitter.sizes.shape(shape);
    const operands = [sizes, emitter.ints(...shape.map(() => 0)), sizes, emitter.ints(...strides), writer.get(x)];
    const types = { T: { type: writer.typeOf(x).dtype }, Index: { type: 'int32' } } as const;
    writer.set(output, emitter.node('StridedSliceGrad', operands, types));
  },
};

/** An operation on one tensor, with more operands that say how. */
function moved(
  op: string,
  how: (writer: GraphWriter, node: Node) => readonly string[],
  attrs: Readonly<Record<string, Attribute>> = {},
): Mapping {
  return {
    write(writer, node) {
      const [[x], [output]] = [node.inputs as [Value], node.outputs as [Value]];
      const operands = [writer.get(x), ...how(writer, node)];
      writer.set(output, writer.emitter.node(op, operands, { T: { type: writer.typeOf(x).dtype }, ...attrs }));
    },
  };
}
