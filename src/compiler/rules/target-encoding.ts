import type { Column } from '../../ir/data';
import type { LossKind } from '../../ir/training';
import { comparisons, dataName, oneUnitOf } from './comparison';
import { siteLocation } from './flow';
import { lossLocation, replaceLoss } from './loss';
import type { CheckRule } from './rule';

export const targetEncoding: CheckRule = {
  id: 'target-encoding',
  severity: 'error',
  title: 'The loss reads another kind of label than the data have.',
  doc: `sparseCategoricalCrossentropy reads class indices (3), categoricalCrossentropy reads one-hot rows (0, 0, 0, 1, ...), and
binaryCrossentropy reads 0 or 1. Choose the loss for the labels, or add .oneHot() to the data.`,
  messages: {
    indices: '{loss} reads one-hot labels; those of {data} are class indices from 0 to {last}. Use {better}.',
    oneHot: '{loss} reads class indices; the labels of {data} are one-hot rows of {classes}. Use {better}.',
    binary: '{loss} reads 0 or 1; the labels of {data} are class indices from 0 to {last}. Use {better}.',
  },

  *check(checked) {
    for (const { training, loss, target, type } of comparisons(checked)) {
      const found = mismatch(loss.kind, target);
      if (found === undefined || target.meaning.kind === 'value') continue;
      const { classes } = target.meaning;
      // One unit tells two classes apart, under another loss: another rule's business.
      if (classes <= 2 && oneUnitOf(checked, training) !== undefined) continue;
      // With another width the model itself is in question.
      const edits = type.shape.at(-1) === classes ? replaceLoss(training, found.better) : undefined;
      yield {
        message: found.message,
        params: { loss: loss.kind, data: dataName(training), classes, last: classes - 1, better: found.better },
        at: lossLocation(training),
        related:
          training.data === undefined ? [] : [{ message: 'The data are here.', location: siteLocation(training.data.site) }],
        fixes: edits === undefined ? [] : [{ title: `Change to ${found.better}`, edits }],
      };
    }
  },
};

function mismatch(loss: LossKind, { meaning }: Column): { readonly message: string; readonly better: LossKind } | undefined {
  if (meaning.kind === 'oneHot' && loss === 'sparseCategoricalCrossentropy') {
    return { message: 'oneHot', better: 'categoricalCrossentropy' };
  }
  if (meaning.kind !== 'class') return undefined;
  if (loss === 'categoricalCrossentropy') return { message: 'indices', better: 'sparseCategoricalCrossentropy' };
  return loss === 'binaryCrossentropy' && meaning.classes > 2
    ? { message: 'binary', better: 'sparseCategoricalCrossentropy' }
    : undefined;
}
