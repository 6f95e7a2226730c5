/** How sizes that do not fit are told: `height 56 and 28, channels 64 and 32`. */

import { formatDim } from '../../ir/dim';
import { formatShape, type Shape } from '../../ir/tensor';

const IMAGE = ['batch', 'height', 'width', 'channels'];

/** Every shape once, in words. */
export const listOf = (shapes: readonly Shape[]): string => inWords([...new Set(shapes.map(formatShape))]);

/** The sizes along the axes, counted from 0, of shapes that have all of them. */
export const misfits = (shapes: readonly Shape[], axes: readonly number[]): string =>
  axes
    .map((axis) => {
      const sizes = [...new Set(shapes.map((shape) => formatDim(shape[axis] ?? 1)))];
      const rank = shapes[0]?.length ?? 0;
      return rank === 4 ? `${axisName(axis, rank)} ${inWords(sizes)}` : `${axisName(axis, rank)} (${inWords(sizes)})`;
    })
    .join(', ');

export const axisName = (axis: number, rank: number): string => (rank === 4 ? (IMAGE[axis] ?? '') : `axis ${axis}`);

const inWords = (texts: readonly string[]): string =>
  texts.length < 2 ? (texts[0] ?? '') : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}`;
