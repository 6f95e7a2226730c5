import { type Argument, Refusal } from '../ir/arguments';
import { add, type Dim, fits, UNKNOWN } from '../ir/dim';
import { defineLayer, type Fault } from '../ir/layer-spec';
import type { Shape } from '../ir/tensor';

const axis: Argument<number> = {
  doc: 'Along which axis: -1 is the last; the batch is 0.',
  type: 'number',
  default: -1,
  parse: (value) =>
    Number.isSafeInteger(value) ? (value as number) : new Refusal('a whole number, such as -1 for the last axis'),
};

export const concatenate = defineLayer({
  op: 'concatenate',
  keras: 'Concatenate',
  family: 'merge',
  doc: 'Puts tensors one behind the other along an axis: [batch, 8, 8, 16] and [batch, 8, 8, 32] become [batch, 8, 8, 48].',
  positional: [],
  arguments: { axis },
  arity: [2, Infinity],

  infer({ args, inputs }) {
    const shapes = inputs.map(({ shape }) => shape);
    const first: Shape = shapes[0] ?? [];
    const dtype = inputs.every((input) => input.dtype === inputs[0]?.dtype) ? (inputs[0]?.dtype ?? 'float32') : 'float32';
    const along = args.axis < 0 ? first.length + args.axis : args.axis;
    const open = first.map((size, at): Dim => (at === 0 ? size : UNKNOWN));
    const failed = (fault: Fault, shape: Shape) => ({ outputs: [{ shape, dtype }], faults: [fault] });
    if (shapes.some(({ length }) => length !== first.length)) {
      return failed({ rule: 'shape-concat', params: { shapes, along, axes: [] } }, open);
    }
    if (along < 1 || along >= first.length) {
      const expected = first.length === 2 ? '1 or -1' : `from 1 to ${first.length - 1}, or from -${first.length - 1} to -1`;
      return failed(
        { rule: 'argument-value', argument: 'axis', params: { value: args.axis, expected, axes: first.length } },
        open,
      );
    }
    const misfits = [...first.keys()].filter(
      (at) => at !== along && !shapes.every((shape) => shapes.every((other) => fits(shape[at] ?? 1, other[at] ?? 1))),
    );
    const size = shapes.map((shape) => shape[along] ?? UNKNOWN).reduce(add);
    const shape = first.map((dim, at) => (at === along ? size : misfits.includes(at) ? UNKNOWN : dim));
    if (misfits.length === 0) return { outputs: [{ shape, dtype }] };
    return failed({ rule: 'shape-concat', params: { shapes, along, axes: misfits } }, shape);
  },
});
