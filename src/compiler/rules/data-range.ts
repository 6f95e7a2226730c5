import type { Column } from '../../ir/data';
import { callsOf, type Evaluated, type Output, trainingsOf } from '../evaluated';
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
      const features = schemas.get(training)?.features ?? [];
      const { data, model } = training;
      if (data === undefined) continue;
      for (const [index, column] of features.entries()) {
        if (column.range === undefined) continue;
        const [low, high] = column.range;
        const input = model?.inputs[index];
        if (Math.max(-low, high) < FAR || !Number.isFinite(low + high)) continue;
        if (input === undefined || scalesItself(evaluated, input)) continue;
        yield {
          message: isImage(column) ? 'pixels' : 'numbers',
          params: { data: dataName(training), name: column.name, low, high },
          at: siteLocation(data.site),
          related: [{ message: 'The training is here.', location: calleeLocation(training.site) }],
          fixes: fixOf('Add .normalize()', append(data.site, '.normalize()')),
        };
        break;
      }
    }
  },
};

const isImage = ({ shape }: Column): boolean => shape.length === 3;

/** Its first layer does not mind: it looks rows up by number, or brings each feature to mean 0 and variance 1. */
const scalesItself = (evaluated: Evaluated, input: Output): boolean =>
  callsOf(evaluated).some(
    ({ inputs, layer: { spec } }) =>
      (spec.op === 'embedding' || spec.op === 'batchNormalization') && inputs.some((one) => one?.call === input.call),
  );
