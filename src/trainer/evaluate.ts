/** How the weights that the engine holds do on one split. */
import type { Split } from '../data/dataset';
import { identity } from '../data/random';
import type { Engine } from '../engines/engine';
import { outputPort } from '../ir/step';
import type { Training } from '../ir/training';
import type { Confusion } from '../protocol/events';
import type { Bind } from './binding';
import { type Classifier, ConfusionCounts } from './classifier';
import { type Measure, RunningMeans, sumsOf } from './measures';
import { pipelined } from './pipeline';
import { PROGRAMS } from './programs';

export interface Evaluation {
  readonly means: RunningMeans;
  readonly confusion?: Confusion;
}

export interface EvaluationSetup {
  readonly engine: Engine;
  readonly bind: Bind;
  readonly measures: readonly Measure[];
  readonly training: Training;
  readonly stop: AbortSignal;
}

/** Undefined when it was stopped on the way. */
export async function evaluate(setup: EvaluationSetup, split: Split, classifier?: Classifier): Promise<Evaluation | undefined> {
  const { engine, bind, measures, stop } = setup;
  const { batchSize } = setup.training;
  const means = new RunningMeans(measures);
  const confusion = classifier && new ConfusionCounts(classifier.classes);

  function* jobs() {
    const rows = identity(split.rows);
    for (let start = 0; start < rows.length && !stop.aborted; start += batchSize) {
      const batch = split.batch(rows.subarray(start, start + batchSize));
      // Read before the engine takes the buffers.
      const labels = classifier?.labels(batch);
      yield { rows: batch.rows, labels, feeds: { inputs: bind(batch), seed: 0, step: 0 } };
    }
  }

  for await (const { job, outputs } of pipelined(engine, PROGRAMS.evaluation, jobs())) {
    means.add(sumsOf(measures, outputs, job.rows), job.rows);
    const output = classifier && outputs[outputPort(classifier.output)];
    if (confusion && job.labels && output) confusion.add(job.labels, classifier.answers(output));
  }
  if (stop.aborted) return undefined;
  return confusion ? { means, confusion: confusion.result() } : { means };
}
