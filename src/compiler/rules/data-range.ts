import type { Column } from '../../ir/data';
import { callsBetween } from '../applications';
import { type ModelNode, trainingsOf } from '../evaluated';
import { dataName } from './comparison';
import { append, fixOf } from './edits';
import { calleeLocation, siteLocation } from './flow';
import type { CheckRule } from './rule';

/** Weights start for features of about 1; up to here the first steps still make up for it. */
const FAR = 100;

export const dataRange: CheckRule = {
  id: 'data-range',
  severity: 'warning',
  title: 'The features are far larger than what a network learns well from.',
  doc: `Weights start at sizes that suit features of about −1 to 1. Pixels from 0 to 255 make every first sum a hundred times too
large: activations saturate, the loss starts high and training is slow or fails. \`.normalize()\` scales the features to 0 to 1.`,
  messages: {
    pixels: 'The pixels of {data} go from {low} to {high}; networks learn best from about -1 to 1. Add .normalize().',
    numbers: "The features '{name}' of {data} go from {low} to {high}; networks learn best from about -1 to 1. Add .normalize().",
  },

  *check({ evaluated, schemas }) {
    for (const training of trainingsOf(evaluated)) {
      const { data, model } = training;
      const features = schemas.get(training)?.features ?? [];
      const far = features.find((column, index) => isFar(column) && !scalesItself(model, index));
      const widest = far && widestOf(far);
      if (data === undefined || far === undefined || widest?.range === undefined) continue;
      const [low, high] = widest.range;
      yield {
        message: far.shape.length === 3 ? 'pixels' : 'numbers',
        params: { data: dataName(training), name: widest.name, low, high },
        at: siteLocation(data.site),
        related: [{ message: 'The training is here.', location: calleeLocation(training.site) }],
        fixes: fixOf('Add .normalize()', append(data.site, '.normalize()')),
      };
    }
  },
};

type Ranged = Pick<Column, 'name' | 'range'>;

const reach = ({ range }: Ranged): number => (range === undefined ? 0 : Math.max(-range[0], range[1]));

const isFar = (column: Column): boolean => Number.isFinite(reach(column)) && reach(column) >= FAR;

/** Of the rows of a table, the field to blame. */
const widestOf = (column: Column): Ranged =>
  (column.fields ?? []).reduce<Ranged>((widest, field) => (reach(field) >= reach(widest) ? field : widest), column);

/** Its first layer does not mind: it looks rows up by number, or brings each feature to mean 0 and variance 1. */
function scalesItself(model: ModelNode | undefined, index: number): boolean {
  const input = model?.inputs[index];
  if (model === undefined || input === undefined) return true;
  return callsBetween(model).some(
    ({ inputs, layer: { spec } }) =>
      (spec.op === 'embedding' || spec.op === 'batchNormalization') && inputs.some((one) => one?.call === input.call),
  );
}
