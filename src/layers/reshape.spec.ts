import { type Argument, Refusal, shape } from '../ir/arguments';
import { BATCH, type Dim, divideExactly, fits, product, UNKNOWN } from '../ir/dim';
import { defineLayer } from '../ir/layer-spec';

const sizes = shape('');

/** As Keras has it: −1 stands for the size that follows from the others. */
const targetShape: Argument<readonly Dim[]> = {
  doc: 'Shape of one sample, without the batch; one size may be -1, and follows from the others.',
  type: 'readonly Size[]',
  parse(value) {
    const rest = Array.isArray(value) ? value.filter((size) => size !== -1) : [];
    const isShape = Array.isArray(value) && value.length - rest.length <= 1 && !(sizes.parse(rest) instanceof Refusal);
    return isShape ? value : new Refusal('a list of positive whole numbers, one of which may be -1, such as [7, 7, 64]');
  },
};

export const reshape = defineLayer({
  op: 'reshape',
  keras: 'Reshape',
  family: 'shape',
  doc: 'The same numbers in the same order under other sizes: [batch, 784] becomes [batch, 28, 28, 1].',
  positional: ['targetShape'],
  arguments: { targetShape },
  arity: [1, 1],

  infer({ args: { targetShape: target }, inputs: [x = { shape: [BATCH], dtype: 'float32' }] }) {
    const [batch = BATCH, ...sample] = x.shape;
    const values = product(sample);
    const given = product(target.filter((size) => size !== -1));
    const open = target.includes(-1) ? divideExactly(values, given) : undefined;
    const isRight = target.includes(-1) ? open !== undefined : fits(values, given);
    return {
      outputs: [{ shape: [batch, ...target.map((size) => (size === -1 ? (open ?? UNKNOWN) : size))], dtype: x.dtype }],
      ...(isRight
        ? {}
        : { faults: [{ rule: 'shape-reshape', argument: 'targetShape', params: { shape: x.shape, values, target, given } }] }),
    };
  },
});
