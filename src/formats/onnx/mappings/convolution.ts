/** Convolution and the gradient of its input. Conv and ConvTranspose want the channels first, and read the kernel alike. */
import { add, type Dim, formatDim, isNumber, multiply, subtract } from '../../../ir/dim';
import type { Value } from '../../../ir/program';
import { windowExtent } from '../../../ir/window';
import type { ConvAttributes } from '../../../program/attributes';
import { CHANNELS_FIRST, OUTPUT_INPUT_FIRST } from '../layout';
import type { Mapping } from '../writer';
import { takeBias } from './matmul';
import { fixedPadding, padsOf, windowAttributes, windowOf } from './windows';

export const conv2d: Mapping = {
  write(writer, { inputs, outputs, attrs }) {
    const [[x, kernel], [output]] = [inputs as [Value, Value], outputs as [Value]];
    const window = windowOf(writer.shapeOf(kernel), attrs as ConvAttributes);
    const names = [writer.get(x, CHANNELS_FIRST), writer.get(kernel, OUTPUT_INPUT_FIRST)];
    const bias = takeBias(writer, output);
    const y = writer.node('Conv', bias === undefined ? names : [...names, bias.name], {
      ...windowAttributes(writer.shapeOf(x), window),
      group: { i: window.groups },
    });
    writer.set(bias?.sum ?? output, y, CHANNELS_FIRST);
  },
};

/** ConvTranspose: faster than a Conv with the kernel turned round. */
export const conv2dInputGradient: Mapping = {
  write(writer, { op, inputs, outputs, attrs }) {
    const [dy, kernel, x] = inputs as [Value, Value, Value];
    const window = windowOf(writer.shapeOf(kernel), attrs as ConvAttributes);
    const padding = fixedPadding(op, writer.shapeOf(x), window);
    const rest = ([0, 1] as const).map((k) => {
      const [input, output] = [writer.shapeOf(x)[k + 1] as Dim, writer.shapeOf(dy)[k + 1] as Dim];
      const reached = add(multiply(subtract(output, 1), window.strides[k]), windowExtent(window.size[k], window.dilations[k]));
      const [before, after] = padding[k];
      const behind = subtract(add(input, before + after), reached);
      if (isNumber(behind)) return behind;
      throw new TypeError(`${op}: strides need images of a known size, got ${formatDim(input)}.`);
    });
    const dx = writer.node('ConvTranspose', [writer.get(dy, CHANNELS_FIRST), writer.get(kernel, OUTPUT_INPUT_FIRST)], {
      kernel_shape: { ints: window.size },
      strides: { ints: window.strides },
      dilations: { ints: window.dilations },
      pads: { ints: padsOf(padding) },
      // Pixels behind the last window.
      output_padding: { ints: rest },
      group: { i: window.groups },
    });
    writer.set(outputs[0] as Value, dx, CHANNELS_FIRST);
  },
};
