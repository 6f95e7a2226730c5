/** Operations that bring axes down to one entry. */
import { isNumber, product } from '../../../ir/dim';
import type { Value } from '../../../ir/program';
import type { ReduceAttributes } from '../../../program/attributes';
import { FLOAT } from '../model';
import type { Mapping } from '../writer';
import { MOST_AXES } from './elementwise';

export const reduction = (op: 'Sum' | 'Mean' | 'Max'): Mapping => ({
  write(writer, { inputs, outputs, attrs }) {
    const [[x], [output]] = [inputs as [Value], outputs as [Value]];
    const { axes, keepDims } = attrs as ReduceAttributes;
    const rank = writer.shapeOf(x).length;
    // The gradient of a bias has an operation of its own.
    const allButLast = axes.length === rank - 1 && !axes.includes(rank - 1);
    const name =
      op === 'Sum' && !keepDims && rank > 1 && rank <= MOST_AXES && allButLast
        ? writer.emitter.node('BiasAddGrad', [writer.get(x)], FLOAT)
        : writer.emitter.node(op, [writer.get(x), writer.emitter.ints(...axes)], { ...FLOAT, keep_dims: { b: keepDims } });
    writer.set(output, name);
  },
});

export const argMax: Mapping = {
  write(writer, { inputs, outputs, attrs }) {
    const axis = writer.emitter.scalar(attrs.axis as number, 'int32');
    const index = { output_type: { type: 'int32' } } as const;
    writer.set(
      outputs[0] as Value,
      writer.emitter.node('ArgMax', [writer.get(inputs[0] as Value), axis], { ...FLOAT, ...index }),
    );
  },
};

/** A constant where the sizes are known. */
export const extent: Mapping = {
  write(writer, { inputs, outputs, attrs }) {
    const [[x], [output]] = [inputs as [Value], outputs as [Value]];
    const size = product((attrs.axes as readonly number[]).map((axis) => writer.shapeOf(x)[axis] ?? 1));
    const { emitter } = writer;
    writer.set(output, isNumber(size) ? emitter.scalar(size) : emitter.cast(emitter.sizes.size(size), 'int32', 'float32'));
  },
};

/** Softmax and its logarithm: along the last axis, to which another one is brought. */
export const alongAxis = (op: 'Softmax' | 'LogSoftmax'): Mapping => ({
  write(writer, { inputs, outputs, attrs }) {
    const [[x], [output]] = [inputs as [Value], outputs as [Value]];
    const last = writer.shapeOf(x).length - 1;
    const axis = attrs.axis as number;
    const { emitter } = writer;
    const swapped = [...writer.shapeOf(x).keys()].with(axis, last).with(last, axis);
    const swap = (name: string): string =>
      axis === last ? name : emitter.node('Transpose', [name, emitter.ints(...swapped)], FLOAT);
    writer.set(output, swap(emitter.node(op, [swap(writer.get(x))], FLOAT)));
  },
});
