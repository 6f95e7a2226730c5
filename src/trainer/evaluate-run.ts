/** How a run's weights do on one split of its data. */
import { loadDataset } from '../data/dataset';
import { DataError } from '../data/error';
import type { DataHost } from '../data/source';
import type { SplitName } from '../ir/data';
import { lowerings } from '../layers/lowerings';
import { buildEvaluation } from '../program/steps';
import type { EvaluationResult } from '../protocol/events';
import { counted } from '../protocol/format';
import { bindColumns } from './binding';
import { classifierOf } from './classifier';
import { evaluate } from './evaluate';
import { measuresOf } from './measures';
import { PROGRAMS } from './programs';
import { type TrainedOptions, withTrained } from './trained';

export interface RunEvaluation {
  readonly run: string;
  readonly result: EvaluationResult;
  /** The files of the data are not those that the run was trained on. */
  readonly dataChanged: boolean;
}

export interface EvaluateRunOptions extends TrainedOptions {
  readonly split: SplitName;
  readonly data: DataHost;
  readonly stop: AbortSignal;
}

/** Undefined when it was stopped on the way. Throws a `RunError`, or a `DataError` where the split is empty. */
export const evaluateRun = (options: EvaluateRunOptions): Promise<RunEvaluation | undefined> =>
  withTrained(
    options,
    PROGRAMS.evaluation,
    (network, training) => buildEvaluation(network, training, lowerings),
    async ({ record, network, training, point, engine, program }) => {
      const { split, data, stop } = options;
      const dataset = await loadDataset(training.data, training.seed, data);
      const rows = rowsOf(dataset, split);
      const bind = bindColumns(network, dataset.schema, program);
      const measures = measuresOf(network, training);
      const classifier = classifierOf(dataset.schema, training);
      const evaluated = await evaluate({ engine, bind, measures, training, stop }, rows, classifier);
      if (evaluated === undefined) return undefined;
      const { means, confusion } = evaluated;
      const { epoch, step } = point;
      const result = { split, rows: rows.rows, epoch, step, values: means.values(), ...(confusion && { confusion }) };
      return { run: record.id, result, dataChanged: dataset.fingerprint !== record.data.fingerprint };
    },
  );

/** Throws a `DataError` where it has no rows. */
export function rowsOf({ schema, splits }: Awaited<ReturnType<typeof loadDataset>>, split: SplitName) {
  if (splits[split].rows > 0) return splits[split];
  const known = Object.entries(splits).flatMap(([name, { rows }]) => (rows > 0 ? [`${name} (${counted(rows, 'row')})`] : []));
  throw new DataError('settings', `${schema.name} has no ${split} rows in this training. It has: ${known.join(', ')}.`);
}
