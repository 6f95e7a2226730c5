/**
 * In what order the axes of a value lie in memory. Programs hold images as [batch, height, width, channels]; ONNX's
 * convolutions want the channels before height and width. A value may be there in several layouts at once.
 */
import type { Dim } from '../../ir/dim';
import type { Shape } from '../../ir/tensor';

/** Entry i names the axis that lies at place i. One that is named twice is split: first which block, then where in the block. */
export type Layout = readonly number[];

/** Images for Conv and MaxPool: [batch, channels, height, width]. */
export const CHANNELS_FIRST: Layout = [0, 3, 1, 2];

/** Images with the batch behind the channels: [channels, batch, height, width]. */
export const CHANNELS_OUTERMOST: Layout = [3, 0, 1, 2];

/** Kernels for Conv, and for the ConvTranspose that undoes it: [output, input, height, width]. */
export const OUTPUT_INPUT_FIRST: Layout = [3, 2, 0, 1];

/** Images in blocks of channels, for an engine's own forms: [batch, block, height, width, channel of the block]. */
export const BLOCKED: Layout = [0, 3, 1, 2, 3];

/** The order in which the Program has the axes. */
export const canonical = (rank: number): Layout => Array.from({ length: rank }, (_, axis) => axis);

export const isCanonical = (layout: Layout): boolean => layout.every((axis, place) => axis === place);

/** What belongs to each axis, in the order of the layout. */
export const arrange = <T>(perAxis: readonly T[], layout: Layout): T[] => layout.map((axis) => perAxis[axis] as T);

export const isSplit = (layout: Layout): boolean => new Set(layout).size < layout.length;

/** The sizes in the order of the layout. A split axis has whole blocks, or a size of 1. */
export const sizesIn = (shape: Shape, layout: Layout, block: number): Dim[] =>
  layout.map((axis, place) => {
    const dim = shape[axis] as Dim;
    if (layout.indexOf(axis) === layout.lastIndexOf(axis) || dim === 1) return dim;
    return place === layout.lastIndexOf(axis) ? block : (dim as number) / block;
  });

/** The same memory, with each axis that is split in the other layout split here too. */
export const splitAs = (layout: Layout, other: Layout): Layout =>
  layout.flatMap((axis) => (layout.indexOf(axis) === layout.lastIndexOf(axis) ? other.filter((a) => a === axis) : [axis]));

/** The `perm` of a Transpose that brings one layout into another, in which the same axes are split. */
export const permutation = (from: Layout, to: Layout): number[] =>
  to.map((axis, place) => (to.indexOf(axis) === place ? from.indexOf(axis) : from.lastIndexOf(axis)));

/** The layout of what is left when axes are taken out. */
export const without = (layout: Layout, axes: readonly number[]): Layout =>
  layout.filter((axis) => !axes.includes(axis)).map((axis) => axis - axes.filter((gone) => gone < axis).length);
