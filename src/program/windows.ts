/** The loop that convolution, pooling and their gradients share in the interpreter. */
import { type Padding, windowPadding } from '../ir/window';
import type { Pair } from './attributes';

interface Window {
  readonly size: Pair;
  readonly strides: Pair;
  readonly dilations: Pair;
  readonly padding: Padding;
}

/**
 * Visits every meeting of a window's tap and a pixel under it: output by output, the taps of one output in row-major order.
 * Pixels are counted over batch, height and width; taps over the window. Padding is not visited.
 */
export function eachTap(
  input: readonly number[],
  output: readonly number[],
  { size, strides, dilations, padding }: Window,
  visit: (inputPixel: number, outputPixel: number, tap: number) => void,
): void {
  const [batch = 0, height = 0, width = 0] = input;
  const [, rows = 0, columns = 0] = output;
  const [top] = windowPadding(height, size[0], strides[0], dilations[0], padding);
  const [left] = windowPadding(width, size[1], strides[1], dilations[1], padding);
  let outputPixel = 0;
  for (let n = 0; n < batch; n++) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++, outputPixel++) {
        for (let tap = 0; tap < size[0] * size[1]; tap++) {
          const y = row * strides[0] - top + Math.floor(tap / size[1]) * dilations[0];
          const x = column * strides[1] - left + (tap % size[1]) * dilations[1];
          if (y >= 0 && y < height && x >= 0 && x < width) visit((n * height + y) * width + x, outputPixel, tap);
        }
      }
    }
  }
}
