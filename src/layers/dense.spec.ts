import { activation, flag, initializer, size } from '../ir/arguments';
import { isUnknown, multiply, product, UNKNOWN } from '../ir/dim';
import { defineLayer } from '../ir/layer-spec';

export const dense = defineLayer({
  op: 'dense',
  keras: 'Dense',
  family: 'dense',
  doc: 'Densely connected layer: activation(x · kernel + bias). It works on the last axis and keeps the others.',
  positional: ['units'],
  arguments: {
    units: size('Width of the output.'),
    activation: activation('Applied to the result.', { default: 'linear' }),
    useBias: flag('Whether to add a bias.', { default: true }),
    kernelInitializer: initializer('How the kernel starts.', 'glorotUniform'),
    biasInitializer: initializer('How the bias starts.', 'zeros'),
  },
  arity: [1, 1],

  infer({ args, inputs: [x] }) {
    const { units } = args;
    if (x === undefined || x.shape.length < 2) {
      return {
        outputs: [{ shape: [...(x?.shape ?? []), units], dtype: 'float32' }],
        faults: [{ rule: 'shape-rank', input: 0, params: { expected: 'at least 2', shape: x?.shape } }],
      };
    }
    const features = x.shape.at(-1) ?? UNKNOWN;
    const positions = product(x.shape.slice(1, -1));
    return {
      outputs: [{ shape: [...x.shape.slice(0, -1), units], dtype: 'float32' }],
      weights: [
        { name: 'kernel', shape: [features, units], dtype: 'float32', initializer: args.kernelInitializer, trainable: true },
        ...(args.useBias
          ? [{ name: 'bias', shape: [units], dtype: 'float32', initializer: args.biasInitializer, trainable: true } as const]
          : []),
      ],
      macs: isUnknown(features) ? UNKNOWN : multiply(positions, multiply(features, units)),
    };
  },
});
