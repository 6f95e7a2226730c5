import type { Fix } from '../../ir/diagnostic';
import { closest } from '../closest';
import { type DescribedNode, type TrainingNode, trainingsOf } from '../evaluated';
import { setArgument } from './edits';
import { argumentLocation } from './flow';
import type { Checked, CheckRule, Finding } from './rule';

export const trainingMonitor: CheckRule = {
  id: 'training-monitor',
  severity: 'error',
  title: 'A callback watches what the training does not measure.',
  doc: `earlyStopping() and reduceLROnPlateau() look at one measure after each epoch: loss or a metric of the training, with val_ in
front for its value on the rows held back for validation. Where it is never measured, they would never do anything.`,
  messages: {
    unknown: "{callback} watches '{monitor}', which this training does not measure. It measures: {known}.",
    validation:
      "{callback} watches '{monitor}', but the data have no rows for validation. Hold some back with .split({ validation: 0.1 }), or watch '{instead}'.",
  },

  *check({ evaluated, schemas }) {
    for (const training of trainingsOf(evaluated)) {
      const metrics = training.reading.args.metrics;
      const measured = ['loss', ...(Array.isArray(metrics) ? metrics.map(String) : [])];
      for (const callback of training.callbacks) yield* compare(callback, measured, validatedOf(training, schemas));
    }
  },
};

/** Whether there are rows for validation; undefined where nobody knows. */
function validatedOf(training: TrainingNode, schemas: Checked['schemas']): boolean | undefined {
  const schema = schemas.get(training);
  return schema && schema.splits.validation > 0;
}

function* compare(callback: DescribedNode, measured: readonly string[], validated: boolean | undefined): Generator<Finding> {
  const { monitor } = callback.reading.args;
  if (typeof monitor !== 'string') return;
  const known = [...measured, ...(validated === false ? [] : measured.map((name) => `val_${name}`))];
  if (known.includes(monitor)) return;
  const params = { callback: callback.spec.op, monitor };
  const at = argumentLocation(callback, 'monitor');
  const watch = (name: string | undefined): readonly Fix[] => {
    const edit = name === undefined ? undefined : setArgument(callback.site, callback.spec, 'monitor', `'${name}'`);
    return edit === undefined ? [] : [{ title: `Watch ${name}`, edits: [edit] }];
  };
  const instead = monitor.replace(/^val_/, '');
  if (monitor !== instead && measured.includes(instead)) {
    yield { message: 'validation', params: { ...params, instead }, at, fixes: watch(instead) };
  } else yield { message: 'unknown', params: { ...params, known }, at, fixes: watch(closest(monitor, known)) };
}
