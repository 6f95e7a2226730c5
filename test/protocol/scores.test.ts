/** Scores are those of scikit-learn. The fixture is made by test/python/scores_facts.py. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Score, scoresOf } from '../../src/protocol/scores';
import { ConfusionCounts } from '../../src/trainer/classifier';

interface Fact {
  readonly classes: number;
  readonly truth: readonly number[];
  readonly answers: readonly number[];
  readonly accuracy: number;
  readonly confusion: readonly (readonly number[])[];
  readonly perClass: { readonly [K in keyof Score | 'support']: readonly number[] };
  readonly macro: Score;
  readonly micro: Score;
  readonly weighted: Score;
}

const facts: readonly Fact[] = JSON.parse(readFileSync(new URL('../fixtures/trainer/scores.json', import.meta.url), 'utf8'));

/** In batches of odd sizes, as an evaluation counts them. */
function confusionOf({ classes, truth, answers }: Fact) {
  const counts = new ConfusionCounts(Array.from({ length: classes }, (_, k) => `class ${k}`));
  for (let start = 0; start < truth.length; start += 7) {
    counts.add(Int32Array.from(truth.slice(start, start + 7)), Int32Array.from(answers.slice(start, start + 7)));
  }
  return counts.result();
}

const NAMES = ['precision', 'recall', 'f1'] as const;

describe('scores', () => {
  it.each(facts.map((fact) => [fact.classes, fact.truth.length, fact] as const))('of %i classes and %i rows', (_, __, fact) => {
    const confusion = confusionOf(fact);
    expect(confusion.counts).toEqual(fact.confusion);
    const scores = scoresOf(confusion);
    expect(Math.abs(scores.accuracy - fact.accuracy)).toBeLessThan(1e-9);
    expect(scores.classes.map(({ support }) => support)).toEqual(fact.perClass.support);
    for (const name of NAMES) {
      for (const [k, one] of scores.classes.entries()) {
        expect(Math.abs(one[name] - (fact.perClass[name][k] ?? Number.NaN)), `${name} of class ${k}`).toBeLessThan(1e-9);
      }
      for (const average of ['macro', 'micro', 'weighted'] as const) {
        expect(Math.abs(scores[average][name] - fact[average][name]), `${average} ${name}`).toBeLessThan(1e-9);
      }
    }
  });

  it('are 0 where there are no rows at all', () => {
    const { accuracy, macro } = scoresOf({
      classes: ['a', 'b'],
      counts: [
        [0, 0],
        [0, 0],
      ],
    });
    expect({ accuracy, macro }).toEqual({ accuracy: 0, macro: { precision: 0, recall: 0, f1: 0 } });
  });
});
