/** Arguments that every layer takes beside its own, and what stands in the names of weights. */
import { type Argument, flag, Refusal } from '../ir/arguments';

/** Part of a layer's id. */
export const pathName = (doc: string): Argument<string | null> => ({
  doc,
  type: 'string',
  default: null,
  parse: (value) =>
    value === null || (typeof value === 'string' && /^[^/\s]{1,100}$/.test(value))
      ? value
      : new Refusal("a text without spaces and '/'"),
});

export const layerArguments = {
  name: pathName(
    'Name of the layer, and of its weights in checkpoints and exports. Without it: the operation and a number, as `dense_1`.',
  ),
  trainable: flag('Whether training may change the weights.', { default: true }),
};
