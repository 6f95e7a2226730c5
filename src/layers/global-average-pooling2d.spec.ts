import { flag } from '../ir/arguments';
import { defineLayer } from '../ir/layer-spec';
import { imageOf } from './spatial.spec';

export const globalAveragePooling2d = defineLayer({
  op: 'globalAveragePooling2d',
  keras: 'GlobalAveragePooling2D',
  family: 'pooling',
  doc: 'Keeps the mean of each channel: [batch, 7, 7, 512] becomes [batch, 512].',
  positional: [],
  arguments: {
    keepDims: flag('Whether height and width stay, as 1: [batch, 1, 1, channels].', { default: false }),
  },
  arity: [1, 1],

  infer({ args, inputs: [x] }) {
    const { image, faults } = imageOf(x);
    const [batch, , , channels] = image;
    const shape = args.keepDims ? [batch, 1, 1, channels] : [batch, channels];
    return { outputs: [{ shape, dtype: 'float32' }], ...(faults.length > 0 ? { faults } : {}) };
  },
});
