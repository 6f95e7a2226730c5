/** What may watch the epochs, with Keras 3's names and defaults; `callbacks.ts` says what it does. */
import { choice, number, text, whole } from '../ir/arguments';
import { defineCallable } from '../ir/callable';

const monitor = text('What is watched: loss or a metric, with val_ in front on the rows for validation.', {
  default: 'val_loss',
});
const mode = choice('Whether less or more is better; auto: losses are to fall, metrics to rise.', ['auto', 'min', 'max'], {
  default: 'auto',
});

/** A record, so that the names are types. */
export const callbackSpecs = {
  earlyStopping: defineCallable({
    op: 'earlyStopping',
    doc: 'Ends the training when what it watches has not improved for `patience` epochs. The best weights are kept in any case.',
    positional: [],
    arguments: {
      monitor,
      minDelta: number('Less is no improvement.', { default: 0, min: 0 }),
      patience: whole('Epochs without improvement after which it stops.', { default: 0, min: 0 }),
      mode,
      startFromEpoch: whole('Epochs at the beginning that do not count.', { default: 0, min: 0 }),
    },
  }),
  reduceLROnPlateau: defineCallable({
    op: 'reduceLROnPlateau',
    doc: 'Lowers the learning rate when what it watches has not improved for `patience` epochs.',
    positional: [],
    arguments: {
      monitor,
      factor: number('The rate is multiplied by it.', { default: 0.1, min: 0, max: 1, maxExcluded: true }),
      patience: whole('Epochs without improvement after which it acts.', { default: 10, min: 0 }),
      mode,
      minDelta: number('Less is no improvement.', { default: 1e-4, min: 0 }),
      cooldown: whole('Epochs to wait after each reduction.', { default: 0, min: 0 }),
      minLr: number('It does not go below.', { default: 0, min: 0 }),
    },
  }),
};
