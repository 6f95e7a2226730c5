/**
 * What a confusion matrix says in numbers, as scikit-learn defines them (`precision_recall_fscore_support`,
 * https://scikit-learn.org/stable/modules/model_evaluation.html#precision-recall-and-f-measures). What would be divided by
 * zero is 0 (`zero_division=0`).
 */
import type { Confusion } from './events';

export interface Scores {
  /** Right answers of all answers. */
  readonly accuracy: number;
  /** In the order of the classes. */
  readonly classes: readonly ClassScores[];
  /** Means over the classes that occur among labels or answers. */
  readonly macro: Score;
  /** All answers in one pot: with one answer a row, all three are the accuracy. */
  readonly micro: Score;
  /** Means over the classes, each counted as often as it occurs among the labels. */
  readonly weighted: Score;
}

export interface Score {
  /** Right ones of those taken for the class. */
  readonly precision: number;
  /** Right ones of those that are the class. */
  readonly recall: number;
  /** Harmonic mean of precision and recall. */
  readonly f1: number;
}

export interface ClassScores extends Score {
  readonly class: string;
  /** Rows that are the class. */
  readonly support: number;
  /** Rows that were taken for it. */
  readonly predicted: number;
}

export function scoresOf({ classes: names, counts }: Confusion): Scores {
  const supports = counts.map(sum);
  const predictions = names.map((_, k) => sum(counts.map((row) => row[k] ?? 0)));
  const classes = names.map((name, k): ClassScores => {
    const [right, support, predicted] = [counts[k]?.[k] ?? 0, supports[k] ?? 0, predictions[k] ?? 0];
    return { class: name, ...scoreOf(right, predicted, support), support, predicted };
  });
  const rows = sum(supports);
  const right = sum(counts.map((row, k) => row[k] ?? 0));
  return {
    accuracy: ratio(right, rows),
    classes,
    macro: mean(classes, ({ support, predicted }) => (support + predicted > 0 ? 1 : 0)),
    micro: scoreOf(right, rows, rows),
    weighted: mean(classes, ({ support }) => support),
  };
}

const scoreOf = (right: number, predicted: number, support: number): Score => ({
  precision: ratio(right, predicted),
  recall: ratio(right, support),
  f1: ratio(2 * right, predicted + support),
});

function mean(classes: readonly ClassScores[], weight: (scores: ClassScores) => number): Score {
  const weights = classes.map(weight);
  const of = (name: keyof Score): number =>
    ratio(sum(classes.map((scores, k) => scores[name] * (weights[k] ?? 0))), sum(weights));
  return { precision: of('precision'), recall: of('recall'), f1: of('f1') };
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
