import { type Argument, Refusal } from '../ir/arguments';
import { add } from '../ir/dim';
import { defineLayer } from '../ir/layer-spec';
import { imageOf } from './spatial.spec';

type Border = readonly [rows: readonly [top: number, bottom: number], columns: readonly [left: number, right: number]];

const padding: Argument<Border> = {
  doc: 'Zeros on each side; or [rows, columns]; or [[top, bottom], [left, right]].',
  type: 'number | readonly [number, number] | readonly [readonly [number, number], readonly [number, number]]',
  default: [
    [1, 1],
    [1, 1],
  ],
  parse(value) {
    const sides = Array.isArray(value) ? value : [value, value];
    const [rows, columns] = sides.map((side: unknown) => (Array.isArray(side) ? side : [side, side]));
    const isBorder = [rows, columns].every((side) => side?.length === 2 && side.every(isAmount));
    return sides.length === 2 && isBorder
      ? ([rows, columns] as unknown as Border)
      : new Refusal('a whole number of at least 0, [rows, columns], or [[top, bottom], [left, right]]');
  },
};

const isAmount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;

export const zeroPadding2d = defineLayer({
  op: 'zeroPadding2d',
  keras: 'ZeroPadding2D',
  family: 'shape',
  doc: 'Puts zeros around images: [batch, 8, 8, 3] becomes [batch, 10, 10, 3] with a border of 1.',
  positional: ['padding'],
  arguments: { padding },
  arity: [1, 1],

  infer({ args, inputs: [x] }) {
    const { image, faults } = imageOf(x);
    const [batch, height, width, channels] = image;
    const [[top, bottom], [left, right]] = args.padding;
    const shape = [batch, add(height, top + bottom), add(width, left + right), channels];
    return { outputs: [{ shape, dtype: 'float32' }], ...(faults.length > 0 ? { faults } : {}) };
  },
});
