/**
 * In what order the axes of a value lie in memory. Programs hold images as [batch, height, width, channels]; ONNX's
 * convolutions want the channels before height and width. A value may be there in several layouts at once.
 */

/** Entry i names the axis that lies at place i. */
export type Layout = readonly number[];

/** Images for Conv and MaxPool: [batch, channels, height, width]. */
export const CHANNELS_FIRST: Layout = [0, 3, 1, 2];

/** Images with the batch behind the channels: [channels, batch, height, width]. */
export const CHANNELS_OUTERMOST: Layout = [3, 0, 1, 2];

/** Kernels for Conv, and for the ConvTranspose that undoes it: [output, input, height, width]. */
export const OUTPUT_INPUT_FIRST: Layout = [3, 2, 0, 1];

/** The order in which the Program has the axes. */
export const canonical = (rank: number): Layout => Array.from({ length: rank }, (_, axis) => axis);

export const isCanonical = (layout: Layout): boolean => layout.every((axis, place) => axis === place);

/** What belongs to each axis, in the order of the layout. */
export const arrange = <T>(perAxis: readonly T[], layout: Layout): T[] => layout.map((axis) => perAxis[axis] as T);

/** The `perm` of a Transpose that brings one layout into another. */
export const permutation = (from: Layout, to: Layout): number[] => to.map((axis) => from.indexOf(axis));

/** The layout of what is left when axes are taken out. */
export const without = (layout: Layout, axes: readonly number[]): Layout =>
  layout.filter((axis) => !axes.includes(axis)).map((axis) => axis - axes.filter((gone) => gone < axis).length);
