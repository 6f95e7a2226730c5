/** Losses as the language offers them; `losses.ts` says what they are in primitives. */
import { flag } from '../ir/arguments';
import { defineCallable } from '../ir/callable';

const fromLogits = flag('Whether the model gives raw scores (logits) instead of probabilities.', { default: false });

/** A record, so that the names are types. */
export const lossSpecs = {
  categoricalCrossentropy: defineCallable({
    op: 'categoricalCrossentropy',
    doc: 'Cross-entropy between one-hot labels and a probability for each class: −Σ y · log p.',
    positional: [],
    arguments: { fromLogits },
  }),
  sparseCategoricalCrossentropy: defineCallable({
    op: 'sparseCategoricalCrossentropy',
    doc: 'Cross-entropy between class indices and a probability for each class: −log p of the right class.',
    positional: [],
    arguments: { fromLogits },
  }),
  binaryCrossentropy: defineCallable({
    op: 'binaryCrossentropy',
    doc: 'Cross-entropy between 0 or 1 and a probability, averaged over the last axis: −(y · log p + (1 − y) · log(1 − p)).',
    positional: [],
    arguments: { fromLogits },
  }),
  meanSquaredError: defineCallable({
    op: 'meanSquaredError',
    doc: 'Mean of (prediction − target)² over the last axis.',
    positional: [],
    arguments: {},
  }),
};
