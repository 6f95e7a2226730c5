/** Pictures of any size as rows of one size. */
import type { Picture } from './decode';

export type ColorMode = 'rgb' | 'grayscale';

export const channelsOf = (mode: ColorMode): number => (mode === 'rgb' ? 3 : 1);

/**
 * Bilinear, as Keras and PyTorch do it without antialiasing: the centers of the pixels lie at half numbers, and beyond the
 * border the outermost pixel counts. Gray is 0.299 R + 0.587 G + 0.114 B. Results are rounded to whole numbers.
 */
export function resize(picture: Picture, height: number, width: number, mode: ColorMode): Uint8Array {
  const { pixels, channels } = picture;
  const rows = samples(picture.height, height);
  const columns = samples(picture.width, width);
  const depth = channelsOf(mode);
  const result = new Uint8Array(height * width * depth);
  const stride = picture.width * channels;
  let to = 0;
  for (const { low: top, high: bottom, share: down } of rows) {
    for (const { low: left, high: right, share: along } of columns) {
      const at = (channel: number): number => {
        const value = (row: number, column: number): number => pixels[row * stride + column * channels + channel] ?? 0;
        const upper = value(top, left) * (1 - along) + value(top, right) * along;
        const lower = value(bottom, left) * (1 - along) + value(bottom, right) * along;
        return upper * (1 - down) + lower * down;
      };
      if (channels === 1) {
        const gray = Math.round(at(0));
        for (let channel = 0; channel < depth; channel++) result[to++] = gray;
      } else if (depth === 1) {
        result[to++] = Math.round(0.299 * at(0) + 0.587 * at(1) + 0.114 * at(2));
      } else {
        for (let channel = 0; channel < depth; channel++) result[to++] = Math.round(at(channel));
      }
    }
  }
  return result;
}

interface Sample {
  readonly low: number;
  readonly high: number;
  /** Of `high`. */
  readonly share: number;
}

/** For each place of the result, the two in the source that it lies between. */
function samples(from: number, to: number): Sample[] {
  return Array.from({ length: to }, (_, place) => {
    const position = Math.min(Math.max(((place + 0.5) * from) / to - 0.5, 0), from - 1);
    const low = Math.floor(position);
    return { low, high: Math.min(low + 1, from - 1), share: position - low };
  });
}
