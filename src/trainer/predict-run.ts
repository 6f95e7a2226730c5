/** What a run's network answers: for rows that somebody gives, or for those of its data. */
import { loadDataset, type Split } from '../data/dataset';
import { DataError } from '../data/error';
import { probe } from '../data/probe';
import { identity } from '../data/random';
import type { DataHost } from '../data/source';
import type { Schema, SplitName } from '../ir/data';
import type { Network } from '../ir/network';
import { inputPort, outputPort } from '../ir/step';
import { count, type TensorData, type TensorType } from '../ir/tensor';
import type { Training } from '../ir/training';
import { lowerings } from '../layers/lowerings';
import { buildInference } from '../program/steps';
import { bindColumns } from './binding';
import { type Classifier, classifierOf } from './classifier';
import { rowsOf } from './evaluate-run';
import { pipelined } from './pipeline';
import { type TrainedOptions, withTrained } from './trained';

const NAME = 'inference';

/** An input of the network, for whoever makes rows. */
export interface InputType extends TensorType {
  /** Id of the layer. */
  readonly name: string;
}

/** Rows in the order of the inputs, each input with the values of all rows. */
export interface GivenRows {
  readonly rows: number;
  batch(start: number, end: number): readonly TensorData[];
}

export interface PredictOptions extends TrainedOptions {
  readonly data: DataHost;
  /** Rows of the data, or what the caller makes of the types of the inputs. */
  readonly from: SplitName | ((inputs: readonly InputType[]) => GivenRows);
  readonly stop: AbortSignal;
  onAnswer(answer: Answer): void;
}

/** For one row. */
export interface Answer {
  /** From 1. */
  readonly row: number;
  /** By the id of the layer that gives it. */
  readonly outputs: Readonly<Record<string, Prediction>>;
  /** What it should have been, where the data say so. */
  readonly truth?: string;
}

export type Prediction =
  | { readonly class: string; readonly probability: number }
  | { readonly shape: readonly number[]; readonly values: readonly number[] };

/** Throws a `RunError`, or a `DataError`. */
export const predictRun = (options: PredictOptions): Promise<void> =>
  withTrained(
    options,
    NAME,
    (network) => buildInference(network, lowerings),
    async ({ network, training, engine, program }) => {
      const { data, from, stop, onAnswer } = options;
      const types = new Map(program.inputs.map(({ name, value }) => [name, program.values[value]]));
      const inputs = network.inputs.flatMap(({ call }): InputType[] => {
        const name = layerOf(network, call);
        const type = types.get(inputPort(name));
        return type === undefined ? [] : [{ name, ...type }];
      });
      const source =
        typeof from === 'function'
          ? givenSource(from(inputs), inputs, await knownSchema(training, data))
          : splitSource(await loadDataset(training.data, training.seed, data), from, (schema) =>
              bindColumns(network, schema, program),
            );
      const classifier = classifierOf(source.schema, training);
      const isLogits = fromLogits(training, classifier);
      const names = network.outputs.map(({ call }) => layerOf(network, call));

      function* jobs() {
        for (let start = 0; start < source.rows && !stop.aborted; start += training.batchSize) {
          const batch = source.batch(start, Math.min(source.rows, start + training.batchSize), classifier);
          yield { ...batch, start, feeds: { inputs: batch.inputs, seed: 0, step: 0 } };
        }
      }

      for await (const { job, outputs } of pipelined(engine, NAME, jobs())) {
        const rows = Math.min(training.batchSize, source.rows - job.start);
        for (let k = 0; k < rows; k++) {
          const answers = names.flatMap((name, output): [string, Prediction][] => {
            const tensor = outputs[outputPort(output)];
            if (tensor === undefined) return [];
            const own = rowOf(tensor, k);
            return [[name, classifier?.output === output ? classOf(own, classifier.classes, isLogits) : own]];
          });
          const truth = job.labels && classifier?.classes[job.labels[k] ?? -1];
          onAnswer({ row: job.start + k + 1, outputs: Object.fromEntries(answers), ...(truth !== undefined && { truth }) });
        }
      }
    },
  );

interface RowSource {
  readonly schema: Schema;
  readonly rows: number;
  batch(start: number, end: number, classifier: Classifier | undefined): Fed;
}

interface Fed {
  readonly inputs: Readonly<Record<string, TensorData>>;
  readonly labels?: Int32Array;
}

const givenSource = ({ rows, batch }: GivenRows, inputs: readonly InputType[], schema: Schema): RowSource => ({
  schema,
  rows,
  batch: (start, end) => ({
    inputs: Object.fromEntries(batch(start, end).map((tensor, k) => [inputPort(inputs[k]?.name ?? ''), tensor])),
  }),
});

function splitSource(
  dataset: Awaited<ReturnType<typeof loadDataset>>,
  name: SplitName,
  binding: (schema: Schema) => ReturnType<typeof bindColumns>,
): RowSource {
  const split: Split = rowsOf(dataset, name);
  const bind = binding(dataset.schema);
  const all = identity(split.rows);
  return {
    schema: dataset.schema,
    rows: split.rows,
    batch(start, end, classifier) {
      const batch = split.batch(all.subarray(start, end));
      const labels = classifier?.labels(batch);
      return { inputs: bind(batch), ...(labels && { labels }) };
    },
  };
}

/** Only the names of the classes are wanted. Without the files there are none, and rows can be answered all the same. */
async function knownSchema(training: Training, data: DataHost): Promise<Schema> {
  try {
    return await probe(training.data, data);
  } catch (error) {
    if (!(error instanceof DataError && error.kind === 'missing')) throw error;
    return { name: '', rows: 0, features: [], targets: [], splits: { train: 0, validation: 0, test: 0 } };
  }
}

const layerOf = ({ calls, layers }: Network, call: number): string => layers[calls[call]?.layer ?? -1]?.id ?? '';

const fromLogits = ({ objectives }: Training, classifier: Classifier | undefined): boolean =>
  objectives.some(({ losses }) => losses.some((loss) => loss.output === classifier?.output && loss.fromLogits));

interface Row {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

function rowOf({ shape: [, ...shape], data }: TensorData, row: number): Row {
  const size = count(shape);
  return { shape, values: [...data.subarray(row * size, (row + 1) * size)] };
}

/** The likeliest class. One number per row is the probability of the second class. */
function classOf({ values }: Row, classes: readonly string[], isLogits: boolean): Prediction {
  const probabilities = values.length === 1 ? ofTwo(values[0] ?? Number.NaN, isLogits) : isLogits ? softmax(values) : values;
  let best = 0;
  for (const [k, probability] of probabilities.entries()) if (probability > (probabilities[best] ?? 0)) best = k;
  return { class: classes[best] ?? String(best), probability: probabilities[best] ?? Number.NaN };
}

function ofTwo(value: number, isLogits: boolean): readonly number[] {
  const yes = isLogits ? 1 / (1 + Math.exp(-value)) : value;
  return [1 - yes, yes];
}

function softmax(logits: readonly number[]): number[] {
  const largest = Math.max(...logits);
  const exponentials = logits.map((logit) => Math.exp(logit - largest));
  const total = exponentials.reduce((a, b) => a + b, 0);
  return exponentials.map((one) => one / total);
}
