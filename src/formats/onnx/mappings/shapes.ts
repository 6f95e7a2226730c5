/** Operations that move numbers without changing them. Axes are counted in the layout in which x is there. */

import { product, subtract } from '../../../ir/dim';
import type { Node, Value } from '../../../ir/program';
import type { DType, Shape } from '../../../ir/tensor';
import type { DilateAttributes, PadAttributes, SliceAttributes } from '../../../program/attributes';
import { numbers } from '../../numbers';
import { arrange, canonical, isSplit, type Layout } from '../layout';
import type { GraphWriter, Mapping, Written } from '../writer';

/** Larger than any position: to the end of the axis. */
export const END = Number.MAX_SAFE_INTEGER;

export const constant: Mapping = {
  lazy: true,
  write(writer, { outputs, attrs }) {
    const { value, shape, dtype } = attrs as { value: number | readonly number[]; shape: readonly number[]; dtype: DType };
    const [output] = outputs as [Value];
    if (typeof value === 'number' && shape.length === 0) return writer.set(output, writer.scalar(value, dtype));
    const size = shape.reduce((a, b) => a * b, 1);
    const values = typeof value === 'number' ? Array<number>(size).fill(value) : value;
    writer.setConstant(output, { shape, dtype, data: numbers(dtype, values) });
  },
};

/** The program's `stopGradient`: nothing at run time. */
export const same: Mapping = {
  write(writer, { inputs, outputs }) {
    writer.alias(outputs[0] as Value, inputs[0] as Value);
  },
};

export const reshape: Mapping = {
  lazy: true,
  write(writer, { inputs, outputs }) {
    const [[x], [output]] = [inputs as [Value], outputs as [Value]];
    writer.set(output, writer.reshape(writer.get(x), writer.shapeOf(x), writer.shapeOf(output)));
  },
};

/** Only another way to count the axes: nothing is written before somebody asks for an order that is not there. */
export const transpose: Mapping = {
  write(writer, { inputs, outputs, attrs }) {
    const [[x], [output]] = [inputs as [Value], outputs as [Value]];
    const perm = attrs.perm as readonly number[];
    writer.plain(x);
    for (const { name, layout } of writer.layoutsOf(x)) {
      if (isSplit(layout)) continue;
      writer.set(
        output,
        name,
        layout.map((axis) => perm.indexOf(axis)),
      );
    }
  },
};

export const broadcastTo: Mapping = {
  lazy: true,
  write(writer, { inputs, outputs }) {
    const [[x], [output]] = [inputs as [Value], outputs as [Value]];
    writer.set(output, writer.node('Expand', [writer.get(x), writer.sizes.shape(writer.shapeOf(output))]));
  },
};

export const concat: Mapping = {
  write(writer, { inputs, outputs, attrs }) {
    const { layout } = writer.plain(inputs[0] as Value);
    const names = inputs.map((value) => writer.get(value, layout));
    const axis = layout.indexOf(attrs.axis as number);
    writer.set(outputs[0] as Value, writer.node('Concat', names, { axis: { i: axis } }), layout);
  },
};

export const slice = inPlace((writer, { name, layout }, { attrs }) => {
  const { begin, size } = attrs as SliceAttributes;
  const axes = layout.filter((axis) => begin[axis] !== 0 || size[axis] !== -1);
  const ends = axes.map((axis) => (size[axis] === -1 ? END : (begin[axis] as number) + (size[axis] as number)));
  return cut(
    writer,
    name,
    layout,
    axes,
    arrange(begin, axes),
    ends,
    axes.map(() => 1),
  );
});

export const reverse = inPlace((writer, { name, layout }, { attrs }) => {
  const axes = attrs.axes as readonly number[];
  return cut(
    writer,
    name,
    layout,
    axes,
    axes.map(() => -1),
    axes.map(() => -END),
    axes.map(() => -1),
  );
});

export const pad = inPlace((writer, { name, layout }, { inputs, attrs }) => {
  const { before, after, value } = attrs as PadAttributes;
  const filling = writer.scalar(value, writer.typeOf(inputs[0] as Value).dtype);
  return padded(writer, name, arrange(before, layout), arrange(after, layout), filling);
});

/** Axis by axis: zeros behind each entry as a new axis, which is then taken into the old one; those behind the last are cut off. */
export const dilate: Mapping = {
  write(writer, { inputs, outputs, attrs }) {
    const [[x], [output]] = [inputs as [Value], outputs as [Value]];
    const { axes, factors } = attrs as DilateAttributes;
    const zero = writer.scalar(0, writer.typeOf(x).dtype);
    let name = writer.get(x);
    let shape = writer.shapeOf(x);
    for (const [k, axis] of axes.entries()) {
      const factor = factors[k] as number;
      const dim = shape[axis] as Shape[number];
      const split = shape.toSpliced(axis, 1, dim, 1);
      const none = split.map(() => 0);
      const zeros = padded(writer, writer.reshape(name, shape, split), none, none.with(axis + 1, factor - 1), zero);
      const full = shape.with(axis, product([dim, factor]));
      name = writer.reshape(zeros, split.with(axis + 1, factor), full);
      shape = full.with(axis, subtract(full[axis] as Shape[number], factor - 1));
      if (factor > 1) name = cut(writer, name, canonical(shape.length), [axis], [0], [1 - factor], [1]);
    }
    writer.set(output, name);
  },
};

/** An operation whose result has the layout of its input. */
function inPlace(write: (writer: GraphWriter, x: Written, node: Node) => string): Mapping {
  return {
    write(writer, node) {
      const x = writer.plain(node.inputs[0] as Value);
      writer.set(node.outputs[0] as Value, write(writer, x, node), x.layout);
    },
  };
}

/** A Slice along the axes, which are named as in the Program. */
function cut(
  writer: GraphWriter,
  name: string,
  layout: Layout,
  axes: readonly number[],
  starts: readonly number[],
  ends: readonly number[],
  steps: readonly number[],
): string {
  if (axes.length === 0) return name;
  const places = axes.map((axis) => layout.indexOf(axis));
  return writer.node('Slice', [
    name,
    writer.int64(...starts),
    writer.int64(...ends),
    writer.int64(...places),
    writer.int64(...steps),
  ]);
}

export function padded(
  writer: GraphWriter,
  name: string,
  before: readonly number[],
  after: readonly number[],
  filling: string,
): string {
  if ([...before, ...after].every((amount) => amount === 0)) return name;
  return writer.node('Pad', [name, writer.int64(...before, ...after), filling]);
}
