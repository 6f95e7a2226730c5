import { trainingsOf } from '../evaluated';
import { dataName } from './comparison';
import { argumentLocation, siteLocation } from './flow';
import type { CheckRule } from './rule';

export const graphIoCount: CheckRule = {
  id: 'graph-io-count',
  severity: 'error',
  title: 'A model has another number of inputs or outputs than the data have columns.',
  doc: 'Each input of a model is fed from one column of features, and each output is compared with one target.',
  messages: {
    inputs: 'The model has {got} inputs, but {data} has {columns} of features.',
    outputs: 'The model has {got} outputs, but {data} has {columns} of targets.',
  },

  *check({ evaluated, schemas }) {
    for (const training of trainingsOf(evaluated)) {
      const schema = schemas.get(training);
      const { model } = training;
      if (schema === undefined || model === undefined || model.outputs.length === 0) continue;
      const related = [{ message: 'The training is here.', location: siteLocation(training.site) }];
      const data = dataName(training);
      if (model.inputs.length !== schema.features.length) {
        yield {
          message: 'inputs',
          params: { got: model.inputs.length, data, columns: columns(schema.features.length) },
          at: argumentLocation(model, 'inputs'),
          related,
        };
      }
      if (model.outputs.length !== schema.targets.length) {
        yield {
          message: 'outputs',
          params: { got: model.outputs.length, data, columns: columns(schema.targets.length) },
          at: argumentLocation(model, 'outputs'),
          related,
        };
      }
    }
  },
};

const columns = (count: number): string => (count === 1 ? '1 column' : `${count} columns`);
