import { fits, isNumber } from '../../ir/dim';
import { trainingsOf, typeOf } from '../evaluated';
import { dataName } from './comparison';
import { fixOf, setArgument } from './edits';
import { callers, layerLocation, siteLocation } from './flow';
import type { CheckRule } from './rule';

export const dataInput: CheckRule = {
  id: 'data-input',
  severity: 'error',
  title: 'The input of a model has another shape than the rows of the data.',
  doc: `input() takes the shape of one sample, without the batch. It must be that of the data's features, all axes included: gray
images of 8 by 8 pixels are [8, 8, 1].`,
  messages: {
    shape: 'The input takes {got}, but the rows of {data} are {shape}.',
  },

  *check({ evaluated, schemas }) {
    for (const training of trainingsOf(evaluated)) {
      const [input, ...others] = training.model?.inputs ?? [];
      const [features, ...otherFeatures] = schemas.get(training)?.features ?? [];
      const shape = typeOf(input)?.shape.slice(1);
      if (input === undefined || features === undefined || shape === undefined) continue;
      if (others.length > 0 || otherFeatures.length > 0 || features.partial) continue;
      if (
        shape.length === features.shape.length &&
        shape.every((dim, axis) => !isNumber(dim) || fits(dim, features.shape[axis] ?? 0))
      ) {
        continue;
      }
      const { layer } = input.call;
      const text = `[${features.shape.join(', ')}]`;
      const edit = setArgument(layer.site, layer.spec, 'shape', text);
      yield {
        message: 'shape',
        params: { got: shape, data: dataName(training), shape: features.shape },
        at: layerLocation(layer, 'shape'),
        layer,
        related: [
          ...(training.data === undefined ? [] : [{ message: 'The data are here.', location: siteLocation(training.data.site) }]),
          ...callers(layer.site),
        ],
        fixes: edit === undefined ? [] : fixOf(`Change to ${text}`, edit),
      };
    }
  },
};
