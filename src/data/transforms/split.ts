import type { SplitName } from '../../ir/data';
import { DataError } from '../error';
import { identity, permutation } from '../random';
import { defineTransform } from '../transform';
import { split as spec } from './split.spec';

export const split = defineTransform(spec, (args) => ({
  schema(schema) {
    const { train, validation, test } = schema.splits;
    if (validation > 0) throw new DataError('settings', 'split stands twice. Give validation and test in one split.');
    if (test > 0 && args.test > 0) {
      throw new DataError(
        'settings',
        `split: the test of ${schema.name} has its rows already (${test}). Split off the validation only.`,
      );
    }
    const held = sizes(train, args.validation, args.test);
    return { ...schema, splits: { ...held, test: test + held.test } };
  },

  rows(rows, trainingSeed) {
    const total = rows.train.length;
    const { train, validation } = sizes(total, args.validation, args.test);
    const order = args.shuffle ? permutation(total, args.seed ?? trainingSeed, 'split') : identity(total);
    const drawn = order.map((at) => rows.train[at] ?? 0);
    return {
      train: drawn.slice(0, train),
      validation: drawn.slice(train, train + validation),
      // Where the data have rows for the test, none are taken.
      test: rows.test.length > 0 ? rows.test : drawn.slice(train + validation),
    };
  },
}));

/** Of rows that are all for training so far. */
function sizes(total: number, validationShare: number, testShare: number): Record<SplitName, number> {
  const validation = rowsOf(validationShare, total);
  const test = rowsOf(testShare, total);
  const train = total - validation - test;
  if (train < 1) {
    throw new DataError(
      'settings',
      `split: ${validation} rows for validation and ${test} for the test leave none of ${total} to train on. Hold back less.`,
    );
  }
  return { train, validation, test };
}

/** A part is rounded to whole rows, but never to none. */
const rowsOf = (share: number, total: number): number =>
  share > 0 && share < 1 ? Math.max(1, Math.round(share * total)) : share;
