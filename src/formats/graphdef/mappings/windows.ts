/** Windows over images [N, H, W, C], the layout that TensorFlow prefers on the CPU. Pairs are along height and width. */
import type { Padding } from '../../../ir/window';
import type { Pair } from '../../../program/attributes';
import { type Attribute, type Attributes, FLOAT } from '../model';

interface Window {
  readonly strides: Pair;
  readonly padding: Padding;
}

/** What convolutions and poolings have in common. Padding is counted as here: an odd zero comes behind. */
export const windowAttributes = ({ strides, padding }: Window): Attributes => ({
  ...FLOAT,
  strides: perAxis(strides),
  padding: { s: padding.toUpperCase() },
});

export const perAxis = (pair: Pair): Attribute => ({ ints: [1, ...pair, 1] });
