/** Windows over images, as ONNX wants them told. Pairs are along height and width. */
import { type Dim, formatDim, isNumber } from '../../../ir/dim';
import type { Shape } from '../../../ir/tensor';
import { windowExtent, windowPadding } from '../../../ir/window';
import type { ConvAttributes, Pair } from '../../../program/attributes';
import type { Attribute } from '../model';

export interface Window extends Omit<ConvAttributes, 'groups'> {
  readonly size: Pair;
}

/** Zeros [before, behind] along height, and along width. */
export type Padding = readonly [Pair, Pair];

/** The window of a convolution whose kernel is [kh, kw, C / groups, O]. */
export const windowOf = (kernel: Shape, attrs: ConvAttributes): Window & ConvAttributes => ({
  ...attrs,
  size: [kernel[0] as number, kernel[1] as number],
});

/** Of an image [N, H, W, C]; undefined where it depends on a size that is known only when the graph runs. */
export function paddingOf(image: Shape, window: Window): Padding | undefined {
  const [rows, columns] = [alongAxis(image, window, 0), alongAxis(image, window, 1)];
  return rows && columns && [rows, columns];
}

function alongAxis(image: Shape, { size, strides, dilations, padding }: Window, k: 0 | 1): Pair | undefined {
  const [dim, width, stride, dilation] = [image[k + 1] as Dim, size[k], strides[k], dilations[k]];
  if (padding === 'valid') return [0, 0];
  if (isNumber(dim)) return windowPadding(dim, width, stride, dilation, padding);
  // All sizes are padded alike.
  return stride === 1 ? windowPadding(windowExtent(width, dilation), width, stride, dilation, padding) : undefined;
}

/** For operators that have to be told the amounts. */
export function fixedPadding(op: string, image: Shape, window: Window): Padding {
  const padding = paddingOf(image, window);
  if (padding !== undefined) return padding;
  const [height, width] = image.slice(1).map(formatDim);
  throw new TypeError(`${op}: strides with padding 'same' need images of a known size, got ${height} × ${width}.`);
}

/** Attributes that Conv and MaxPool have in common. */
export function windowAttributes(image: Shape, window: Window): Readonly<Record<string, Attribute>> {
  const padding = paddingOf(image, window);
  return {
    kernel_shape: { ints: window.size },
    strides: { ints: window.strides },
    dilations: { ints: window.dilations },
    // An odd zero comes behind, as in TensorFlow.
    ...(padding === undefined ? { auto_pad: { s: 'SAME_UPPER' } } : { pads: { ints: padsOf(padding) } }),
  };
}

/** All in front, then all behind. */
export const padsOf = ([rows, columns]: Padding): number[] => [rows[0], columns[0], rows[1], columns[1]];
