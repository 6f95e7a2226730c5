import { type Argument, choice, pair } from '../ir/arguments';
import { defineLayer } from '../ir/layer-spec';
import { imageOf, slide } from './spatial.spec';

const strides = pair('Step of the window; left out, it is the size of the window.');

/** Null is Keras's None. */
const stridesOrWindow: Argument<readonly [number, number] | null> = {
  ...strides,
  default: null,
  parse: (value) => (value === null ? null : strides.parse(value)),
};

export const maxPooling2d = defineLayer({
  op: 'maxPooling2d',
  keras: 'MaxPooling2D',
  family: 'pooling',
  doc: 'Keeps the largest value under each window: [batch, 8, 8, 16] becomes [batch, 4, 4, 16] under a window of 2.',
  positional: ['poolSize'],
  arguments: {
    poolSize: pair('Height and width of the window.', { default: [2, 2] }),
    strides: stridesOrWindow,
    padding: choice(
      '`same` lets windows reach over the border; `valid` does not, and drops what is left over.',
      ['valid', 'same'],
      {
        default: 'valid',
      },
    ),
  },
  arity: [1, 1],

  infer({ args, inputs: [x] }) {
    const { poolSize, padding } = args;
    const { image, faults: misfit } = imageOf(x);
    const [batch, , , channels] = image;
    const windows = {
      argument: 'poolSize',
      size: poolSize,
      strides: args.strides ?? poolSize,
      dilations: [1, 1],
      padding,
    } as const;
    const { sizes, faults: underflow } = slide(image, windows);
    const faults = [...misfit, ...underflow];
    return { outputs: [{ shape: [batch, ...sizes, channels], dtype: 'float32' }], ...(faults.length > 0 ? { faults } : {}) };
  },
});
