/** What a classifier got right and wrong: its answers beside the labels. */
import type { Batch } from '../data/dataset';
import type { Schema } from '../ir/data';
import type { TensorData } from '../ir/tensor';
import type { Training } from '../ir/training';
import type { Confusion } from '../protocol/events';

export interface Classifier {
  /** Position of the output. */
  readonly output: number;
  readonly classes: readonly string[];
  labels(batch: Batch): Int32Array;
  answers(output: TensorData): Int32Array;
}

/** The first output that is compared with classes; undefined when there is none. */
export function classifierOf(schema: Schema, training: Training): Classifier | undefined {
  for (const { output, fromLogits } of training.objectives.flatMap(({ losses }) => losses)) {
    const meaning = schema.targets[output]?.meaning;
    if (meaning === undefined || meaning.kind === 'value') continue;
    const yes = fromLogits ? 0 : 0.5;
    return {
      output,
      classes: meaning.names,
      labels({ targets }) {
        const target = targets[output];
        if (target === undefined) return new Int32Array(0);
        return meaning.kind === 'class' ? Int32Array.from(target.data) : largest(target);
      },
      // One number per row says yes or no.
      answers: (tensor) => (tensor.shape.at(-1) === 1 ? Int32Array.from(tensor.data, (x) => (x > yes ? 1 : 0)) : largest(tensor)),
    };
  }
  return undefined;
}

/** Position of the largest entry along the last axis; of equals the first. */
function largest({ shape, data }: TensorData): Int32Array {
  const width = shape.at(-1) ?? 1;
  const result = new Int32Array(data.length / width);
  for (let row = 0; row < result.length; row++) {
    const entries = data.subarray(row * width, (row + 1) * width);
    let best = 0;
    for (let k = 1; k < width; k++) if ((entries[k] ?? 0) > (entries[best] ?? 0)) best = k;
    result[row] = best;
  }
  return result;
}

/** Counts pairs of label and answer. */
export class ConfusionCounts {
  private readonly counts: number[][];

  constructor(private readonly classes: readonly string[]) {
    this.counts = classes.map(() => classes.map(() => 0));
  }

  add(labels: Int32Array, answers: Int32Array): void {
    for (const [k, label] of labels.entries()) {
      const row = this.counts[label];
      const answer = answers[k] ?? -1;
      if (row?.[answer] !== undefined) row[answer]++;
    }
  }

  result(): Confusion {
    return { classes: this.classes, counts: this.counts };
  }
}
