/** What is measured in every step: losses and metrics, under Keras's names, as running means. */
import type { Tensors } from '../engines/engine';
import type { Network } from '../ir/network';
import { lossPort, metricPort } from '../ir/step';
import type { Training } from '../ir/training';
import { metrics as knownMetrics } from '../program/metrics';
import type { Values } from '../protocol/events';

export interface Measure {
  readonly name: string;
  /** A loss comes as a mean over the batch, what a metric is made of as sums. */
  readonly isLoss: boolean;
  readonly ports: readonly string[];
  /** From the sums of the ports over so many rows. */
  of(sums: readonly number[], rows: number): number;
}

/** `loss`, `accuracy`; with several objectives `loss`, `loss_2`, with several outputs `<layer id>_accuracy`. */
export function measuresOf(network: Network, { objectives, metrics }: Training): Measure[] {
  const outputs = [...new Set(objectives.flatMap(({ losses }) => losses.map(({ output }) => output)))];
  const prefix = (output: number): string => (outputs.length === 1 ? '' : `${layerOf(network, output)}_`);
  const mean: Measure['of'] = ([sum = Number.NaN], rows) => sum / rows;
  return [
    ...objectives.map(
      (_, k): Measure => ({ name: k === 0 ? 'loss' : `loss_${k + 1}`, isLoss: true, ports: [lossPort(k)], of: mean }),
    ),
    ...outputs.flatMap((output) =>
      metrics.map((metric): Measure => {
        const { counts, of } = knownMetrics[metric] ?? { counts: [], of: mean };
        return { name: prefix(output) + metric, isLoss: false, ports: counts.map((count) => metricPort(count, output)), of };
      }),
    ),
  ];
}

function layerOf(network: Network, output: number): string {
  const call = network.calls[network.outputs[output]?.call ?? -1];
  return network.layers[call?.layer ?? -1]?.id ?? String(output);
}

/** Sums over the rows of a batch, port after port. Exact, so that dividing by the rows gives back a mean to the last bit. */
export const sumsOf = (measures: readonly Measure[], outputs: Tensors, rows: number): number[] =>
  measures.flatMap(({ ports, isLoss }) => ports.map((port) => (outputs[port]?.data[0] ?? Number.NaN) * (isLoss ? rows : 1)));

/** One value for each measure. */
export function valuesOf(measures: readonly Measure[], sums: readonly number[], rows: number): number[] {
  let from = 0;
  return measures.map(({ ports, of }) => {
    const own = sums.slice(from, from + ports.length);
    from += ports.length;
    return of(own, rows);
  });
}

/** Over all rows seen, as Keras shows them during an epoch. */
export class RunningMeans {
  private readonly sums: number[];
  private rows: number;

  constructor(
    private readonly measures: readonly Measure[],
    from: Sums = { rows: 0, sums: [] },
  ) {
    this.rows = from.rows;
    this.sums = measures.flatMap(({ ports }) => ports).map((_, k) => from.sums[k] ?? 0);
  }

  add(sums: readonly number[], rows: number): void {
    this.rows += rows;
    for (const [k, sum] of sums.entries()) this.sums[k] = (this.sums[k] ?? 0) + sum;
  }

  /** For a checkpoint, to go on from. */
  snapshot(): Sums {
    return { rows: this.rows, sums: [...this.sums] };
  }

  /** The mean of the first measure, which is the loss. */
  loss(): number {
    return (this.sums[0] ?? Number.NaN) / this.rows;
  }

  values(prefix = ''): Values {
    const values = valuesOf(this.measures, this.sums, this.rows);
    return Object.fromEntries(this.measures.map(({ name }, k) => [prefix + name, finite(values[k] ?? Number.NaN)]));
  }
}

export interface Sums {
  readonly rows: number;
  /** In the order of the measures and their ports. */
  readonly sums: readonly number[];
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
