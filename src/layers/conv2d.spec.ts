import { activation, choice, flag, initializer, pair, size, whole } from '../ir/arguments';
import { type Dim, divideExactly, isUnknown, product, UNKNOWN } from '../ir/dim';
import { defineLayer, type Fault } from '../ir/layer-spec';
import { imageOf, slide } from './spatial.spec';

export const conv2d = defineLayer({
  op: 'conv2d',
  keras: 'Conv2D',
  family: 'convolution',
  doc: 'Moves a kernel over images: [batch, height, width, channels] becomes [batch, height, width, filters].',
  positional: ['filters', 'kernelSize'],
  arguments: {
    filters: size('Channels of the output.'),
    kernelSize: pair('Height and width of the kernel.'),
    strides: pair('Step of the kernel along height and width.', { default: [1, 1] }),
    padding: choice('`same` pads with zeros, so that stride 1 keeps height and width; `valid` does not pad.', ['valid', 'same'], {
      default: 'valid',
    }),
    dilationRate: pair('Distance between the pixels that the kernel reads.', { default: [1, 1] }),
    groups: whole('Splits the channels into groups that do not see each other.', { default: 1 }),
    activation: activation('Applied to the result.', { default: 'linear' }),
    useBias: flag('Whether to add a bias.', { default: true }),
    kernelInitializer: initializer('How the kernel starts.', 'glorotUniform'),
    biasInitializer: initializer('How the bias starts.', 'zeros'),
  },
  arity: [1, 1],

  infer({ args, inputs: [x] }) {
    const { filters, kernelSize, groups, strides, dilationRate: dilations, padding } = args;
    const { image, faults: misfit } = imageOf(x);
    const { sizes, faults: underflow } = slide(image, { argument: 'kernelSize', size: kernelSize, strides, dilations, padding });
    const [batch, , , channels] = image;
    const channelsOfGroup = divideExactly(channels, groups) ?? UNKNOWN;
    const kernel: readonly Dim[] = [...kernelSize, channelsOfGroup, filters];
    const faults = [...misfit, ...underflow, ...argumentFaults(channels, args)];
    return {
      outputs: [{ shape: [batch, ...sizes, filters], dtype: 'float32' }],
      weights: [
        { name: 'kernel', shape: kernel, dtype: 'float32', initializer: args.kernelInitializer, trainable: true },
        ...(args.useBias
          ? [{ name: 'bias', shape: [filters], dtype: 'float32', initializer: args.biasInitializer, trainable: true } as const]
          : []),
      ],
      macs: [...sizes, ...kernel].some(isUnknown) ? UNKNOWN : product([...sizes, ...kernel]),
      ...(faults.length > 0 ? { faults } : {}),
    };
  },
});

interface Arguments {
  readonly filters: Dim;
  readonly groups: number;
  readonly strides: readonly [number, number];
  readonly dilationRate: readonly [number, number];
}

/** What Keras refuses when the layer is built. */
function argumentFaults(channels: Dim, { filters, groups, strides, dilationRate }: Arguments): Fault[] {
  const faults: Fault[] = [];
  if (divideExactly(channels, groups) === undefined) {
    const expected = 'a number that divides the channels of the input';
    faults.push({ rule: 'argument-value', argument: 'groups', params: { value: groups, expected, channels } });
  } else if (divideExactly(filters, groups) === undefined) {
    const expected = 'a number that divides the filters';
    faults.push({ rule: 'argument-value', argument: 'groups', params: { value: groups, expected, filters } });
  }
  if (strides.some((stride) => stride > 1) && dilationRate.some((rate) => rate > 1)) {
    const expected = '1 where strides are over 1';
    faults.push({ rule: 'argument-value', argument: 'dilationRate', params: { value: dilationRate, expected, strides } });
  }
  return faults;
}
