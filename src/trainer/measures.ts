/** What is measured in every step: losses and metrics, under Keras's names, as running means. */
import type { Tensors } from '../engines/engine';
import type { Network } from '../ir/network';
import { lossPort, metricPort } from '../ir/step';
import type { Training } from '../ir/training';
import type { Values } from '../protocol/events';

export interface Measure {
  readonly name: string;
  readonly port: string;
  /** A mean over the batch, or a sum. */
  readonly kind: 'mean' | 'sum';
}

/** `loss`, `accuracy`; with several objectives `loss`, `loss_2`, with several outputs `<layer id>_accuracy`. */
export function measuresOf(network: Network, { objectives, metrics }: Training): Measure[] {
  const outputs = [...new Set(objectives.flatMap(({ losses }) => losses.map(({ output }) => output)))];
  const prefix = (output: number): string => (outputs.length === 1 ? '' : `${layerOf(network, output)}_`);
  return [
    ...objectives.map((_, k): Measure => ({ name: k === 0 ? 'loss' : `loss_${k + 1}`, port: lossPort(k), kind: 'mean' })),
    ...outputs.flatMap((output) =>
      metrics.map((metric): Measure => ({ name: prefix(output) + metric, port: metricPort(metric, output), kind: 'sum' })),
    ),
  ];
}

function layerOf(network: Network, output: number): string {
  const call = network.calls[network.outputs[output]?.call ?? -1];
  return network.layers[call?.layer ?? -1]?.id ?? String(output);
}

/** Sums over the rows of a batch. Exact, so that dividing by the rows gives back a mean to the last bit. */
export const sumsOf = (measures: readonly Measure[], outputs: Tensors, rows: number): number[] =>
  measures.map(({ port, kind }) => (outputs[port]?.data[0] ?? Number.NaN) * (kind === 'mean' ? rows : 1));

/** Means over all rows seen, as Keras shows them during an epoch. */
export class RunningMeans {
  private readonly sums: number[];
  private rows: number;

  constructor(
    private readonly measures: readonly Measure[],
    from: Sums = { rows: 0, sums: [] },
  ) {
    this.rows = from.rows;
    this.sums = measures.map((_, k) => from.sums[k] ?? 0);
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
    return Object.fromEntries(this.measures.map(({ name }, k) => [prefix + name, finite((this.sums[k] ?? 0) / this.rows)]));
  }
}

export interface Sums {
  readonly rows: number;
  /** In the order of the measures. */
  readonly sums: readonly number[];
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
