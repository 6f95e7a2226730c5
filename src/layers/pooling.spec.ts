/** What the poolings share: a window that moves over images and makes one number of what lies under it. */
import { type Argument, choice, pair } from '../ir/arguments';
import type { Inference } from '../ir/layer-spec';
import type { TensorType } from '../ir/tensor';
import type { Padding } from '../ir/window';
import { imageOf, slide } from './spatial.spec';

type Pair = readonly [height: number, width: number];

const strides = pair('Step of the window; left out, it is the size of the window.');

/** Null is Keras's None. */
const stridesOrWindow: Argument<Pair | null> = {
  ...strides,
  default: null,
  parse: (value) => (value === null ? null : strides.parse(value)),
};

export const poolingArguments = {
  poolSize: pair('Height and width of the window.', { default: [2, 2] }),
  strides: stridesOrWindow,
  padding: choice(
    '`same` lets windows reach over the border; `valid` does not, and drops what is left over.',
    ['valid', 'same'],
    {
      default: 'valid',
    },
  ),
};

interface Arguments {
  readonly poolSize: Pair;
  readonly strides: Pair | null;
  readonly padding: Padding;
}

export function inferPooling(args: Arguments, x: TensorType | undefined): Inference {
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
}
