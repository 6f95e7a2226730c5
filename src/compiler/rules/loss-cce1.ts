import { trainingsOf } from '../evaluated';
import { lossOf } from '../trainings';
import { classesOf, dataName, oneUnitOf } from './comparison';
import { fixOf, setNumber } from './edits';
import { callers, lastActivation, layerLocation, siteLocation, widthOf } from './flow';
import { lossLocation, replaceLoss } from './loss';
import type { CheckRule } from './rule';

export const lossCce1: CheckRule = {
  id: 'loss-cce1',
  severity: 'error',
  title: 'A categorical cross-entropy compares one unit.',
  doc: `A categorical cross-entropy asks which of several units is the largest. With one unit there is nothing to choose, so nothing is
learned that tells the classes apart. Give the layer one unit for each class. Where there are two classes, binaryCrossentropy does with
a single unit and a sigmoid.`,
  messages: {
    classes:
      '{loss} needs one unit for each class; the output has one, but the labels of {data} have {classes} classes (0 to {last}).',
    binary:
      '{loss} needs one unit for each class; with the one of this output it cannot tell them apart. Use binaryCrossentropy.',
  },

  *check(checked) {
    for (const training of trainingsOf(checked.evaluated)) {
      const found = oneUnitOf(checked, training);
      const loss = lossOf(training);
      if (found === undefined || loss === undefined) continue;
      const { output, target } = found;
      const known = target && classesOf(target);
      const related =
        training.data === undefined ? [] : [{ message: 'The data are here.', location: siteLocation(training.data.site) }];
      if (known !== undefined && known.classes > 2) {
        const decided = widthOf(output);
        const layer = decided?.layer ?? output.call.layer;
        const edit = decided && setNumber(layer.site, layer.spec, decided.argument, String(known.classes));
        yield {
          message: 'classes',
          params: { loss: loss.kind, data: dataName(training), ...known },
          at: layerLocation(layer, decided?.argument),
          layer,
          related: [...related, { message: 'The loss is here.', location: lossLocation(training) }, ...callers(layer.site)],
          fixes: fixOf(`Change to ${known.classes}`, edit),
        };
      } else {
        const { layer } = output.call;
        const activation = lastActivation(output)?.activation;
        const isRight = activation === 'sigmoid' || (activation === 'linear' && loss.fromLogits);
        const edits = isRight ? replaceLoss(training, 'binaryCrossentropy') : undefined;
        yield {
          message: 'binary',
          params: { loss: loss.kind },
          at: lossLocation(training),
          layer,
          related: [{ message: 'The output is here.', location: layerLocation(layer) }, ...related],
          fixes: edits === undefined ? [] : [{ title: 'Change to binaryCrossentropy', edits }],
        };
      }
    }
  },
};
