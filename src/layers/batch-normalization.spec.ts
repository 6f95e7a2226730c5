import { flag, initializer, number } from '../ir/arguments';
import { BATCH, UNKNOWN } from '../ir/dim';
import { defineLayer } from '../ir/layer-spec';
import type { Initializer, Weight } from '../ir/network';

export const batchNormalization = defineLayer({
  op: 'batchNormalization',
  keras: 'BatchNormalization',
  family: 'normalization',
  doc: 'Brings each channel (the last axis) to mean 0 and deviation 1 over the batch while training, and over what training saw afterwards.',
  positional: [],
  arguments: {
    momentum: number('Part of the moving mean and variance that stays in each step.', { default: 0.99, min: 0, max: 1 }),
    epsilon: number('Added to the variance, so that nothing is divided by 0.', { default: 1e-3, min: 0 }),
    center: flag('Whether to add `beta`, which is learned.', { default: true }),
    scale: flag('Whether to multiply by `gamma`, which is learned.', { default: true }),
    betaInitializer: initializer('How `beta` starts.', 'zeros'),
    gammaInitializer: initializer('How `gamma` starts.', 'ones'),
    movingMeanInitializer: initializer('How the moving mean starts.', 'zeros'),
    movingVarianceInitializer: initializer('How the moving variance starts.', 'ones'),
  },
  arity: [1, 1],

  infer({ args, inputs: [x = { shape: [BATCH], dtype: 'float32' }] }) {
    const channels = x.shape.length < 2 ? UNKNOWN : (x.shape.at(-1) ?? UNKNOWN);
    const weight = (name: string, start: Initializer, trainable: boolean): Weight => ({
      name,
      shape: [channels],
      dtype: 'float32',
      initializer: start,
      trainable,
    });
    return {
      outputs: [{ shape: x.shape, dtype: 'float32' }],
      weights: [
        ...(args.scale ? [weight('gamma', args.gammaInitializer, true)] : []),
        ...(args.center ? [weight('beta', args.betaInitializer, true)] : []),
        weight('moving_mean', args.movingMeanInitializer, false),
        weight('moving_variance', args.movingVarianceInitializer, false),
      ],
      ...(x.shape.length < 2
        ? { faults: [{ rule: 'shape-rank', input: 0, params: { expected: 'at least 2', shape: x.shape } }] }
        : {}),
    };
  },
});
