import { isNumber } from '../../ir/dim';
import { classesOf, comparisons, dataName, oneUnitOf } from './comparison';
import { fixOf, setNumber } from './edits';
import { callers, layerLocation, siteLocation, widthOf } from './flow';
import type { CheckRule } from './rule';

export const targetClasses: CheckRule = {
  id: 'target-classes',
  severity: 'error',
  title: 'The output has another width than the labels have classes.',
  doc: `A classifier gives one number for each class. With fewer, some labels have no place to go and training fails; with more,
some outputs are never right. A single output with binaryCrossentropy tells two classes apart.`,
  messages: {
    units: '{width} {argument}, but the labels of {data} have {classes} classes (0 to {last}).',
    binary: '{width} {argument}, but binaryCrossentropy compares one number with the labels of {data}, 0 or 1.',
    output: 'The output has {width} values, but the labels of {data} have {classes} classes (0 to {last}).',
  },

  *check(checked) {
    for (const { training, output, type, target, expected, loss } of comparisons(checked)) {
      const [width, wanted] = [type.shape.at(-1), expected?.at(-1)];
      const classes = classesOf(target);
      if (width === undefined || wanted === undefined || expected === undefined || classes === undefined) continue;
      if (type.shape.length !== expected.length || !isNumber(width) || width === wanted) continue;
      if (oneUnitOf(checked, training) !== undefined) continue;
      const decided = widthOf(output);
      const layer = decided?.layer ?? output.call.layer;
      const edit = decided && setNumber(layer.site, layer.spec, decided.argument, String(wanted));
      yield {
        message: decided === undefined ? 'output' : loss.kind === 'binaryCrossentropy' ? 'binary' : 'units',
        params: { width, argument: counted(decided?.argument, width), data: dataName(training), ...classes },
        at: layerLocation(layer, decided?.argument),
        layer,
        related: [
          ...(training.data === undefined ? [] : [{ message: 'The data are here.', location: siteLocation(training.data.site) }]),
          ...callers(layer.site),
        ],
        fixes: edit === undefined ? [] : fixOf(`Change to ${wanted}`, edit),
      };
    }
  },
};

/** `9 units`, `1 unit` */
const counted = (argument: string | undefined, count: number): string | undefined =>
  count === 1 ? argument?.replace(/s$/, '') : argument;
