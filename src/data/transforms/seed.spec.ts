import { type Argument, whole } from '../../ir/arguments';

const number = whole('', { min: 0 });

/** Null, the default: the training's seed. */
export const seed: Argument<number | null> = {
  doc: "Fixes the order, whatever the training's seed is. Without it, the training's seed decides.",
  type: 'number',
  default: null,
  parse: (value) => (value === null ? null : number.parse(value)),
};
