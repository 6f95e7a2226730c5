import { type Argument, Refusal } from '../ir/arguments';
import { BATCH, UNKNOWN } from '../ir/dim';
import { defineLayer } from '../ir/layer-spec';

const dims: Argument<readonly number[]> = {
  doc: 'The axes in their new order, counted from 1: the batch stays in front.',
  type: 'readonly number[]',
  parse: (value) =>
    Array.isArray(value) && value.every((axis) => Number.isSafeInteger(axis) && axis >= 1)
      ? value
      : new Refusal('a list of axes counted from 1, such as [2, 1]'),
};

export const permute = defineLayer({
  op: 'permute',
  keras: 'Permute',
  family: 'shape',
  doc: 'Changes the order of the axes: [batch, 10, 64] becomes [batch, 64, 10] with [2, 1].',
  positional: ['dims'],
  arguments: { dims },
  arity: [1, 1],

  infer({ args, inputs: [x = { shape: [BATCH], dtype: 'float32' }] }) {
    const [batch = BATCH, ...sample] = x.shape;
    const outputs = [{ shape: [batch, ...args.dims.map((axis) => sample[axis - 1] ?? UNKNOWN)], dtype: x.dtype }];
    const isOrder = args.dims.length === sample.length && sample.every((_, at) => args.dims.includes(at + 1));
    if (isOrder) return { outputs };
    const expected = sample.length === 1 ? '[1]' : `each of 1 to ${sample.length} once`;
    return {
      outputs: [{ shape: [batch, ...sample.map(() => UNKNOWN)], dtype: x.dtype }],
      faults: [{ rule: 'argument-value', argument: 'dims', params: { value: args.dims, expected, axes: sample.length } }],
    };
  },
});
