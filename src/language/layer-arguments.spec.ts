/** Arguments that every layer takes beside its own. */
import { type Argument, flag, Refusal } from '../ir/arguments';

const name: Argument<string | null> = {
  doc: 'Name of the layer, and of its weights in checkpoints and exports. Without it: the operation and a number, as `dense_1`.',
  type: 'string',
  default: null,
  parse: (value) =>
    value === null || (typeof value === 'string' && /^[^/\s]{1,100}$/.test(value))
      ? value
      : new Refusal("a text without spaces and '/'"),
};

export const layerArguments = {
  name,
  trainable: flag('Whether training may change the weights.', { default: true }),
};
