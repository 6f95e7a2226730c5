/** A loss that is no longer a number because of the data: the finding names their rows. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { DataDescription, Step } from '../../src/ir/data';
import type { Training } from '../../src/ir/training';
import { isRunEvent } from '../../src/protocol/events';
import { hostIn } from '../data/host';
import { chain } from '../network/build';
import { ofKind, temporaryProject, trainDigits } from './fixture';

const network = chain('line', ['input', { shape: [2] }, 'point'], ['dense', { units: 1 }, 'value']);

const change: Partial<Training> = {
  objectives: [
    {
      losses: [{ kind: 'meanSquaredError', output: 0, fromLogits: false, weight: 1 }],
      optimizer: { kind: 'sgd', learningRate: 1e-3, momentum: 0, nesterov: false },
    },
  ],
  metrics: [],
  epochs: 3,
  batchSize: 8,
};

/** 60 rows, some of them with a number in them that no float32 holds. */
function points({ features = [], targets = [] }: { features?: readonly number[]; targets?: readonly number[] }): Step {
  const numbers = Array.from({ length: 60 }, (_, k) => k + 1);
  const rows = numbers.map((row) => [row / 60, features.includes(row) ? -1e39 : 0.5]);
  return { op: 'arrays', args: { features: rows, targets: numbers.map((row) => (targets.includes(row) ? 1e39 : row / 7)) } };
}

const shuffled: Step[] = [
  { op: 'shuffle', args: { seed: 3 } },
  { op: 'split', args: { validation: 0.2, test: 0.1 } },
];

async function findingOf(data: DataDescription, seed = 1, project = temporaryProject()) {
  const outcome = await trainDigits({ ...change, data, seed }, { network, data: hostIn(project), project });
  expect(outcome).toMatchObject({ state: 'diverged', exitCode: 3 });
  const [finding, ...others] = ofKind(outcome.events, 'finding');
  expect(others).toEqual([]);
  expect(isRunEvent(finding)).toBe(true);
  expect(outcome.reason).toEqual(finding?.message);
  return { rule: finding?.rule, layer: finding?.layer, rows: finding?.rows, text: finding?.message.text };
}

describe('data that are not finite', () => {
  it.each([1, 2, 3])('are named by their row in the source, wherever it was drawn to (seed %i)', async (seed) => {
    const { text, ...finding } = await findingOf({ source: points({ features: [33] }), transforms: shuffled }, seed);
    expect(finding).toEqual({ rule: 'data-not-finite', layer: 'point', rows: [33] });
    expect(text).toMatch(
      /^The (val_)?loss is (NaN|Infinity) at step \d+: in row 33 of arrays, not all values of features are finite numbers\. Correct them, or leave such rows out\.$/,
    );
  });

  it('may be targets, which no layer is to blame for', async () => {
    const { text, ...finding } = await findingOf({ source: points({ targets: [17] }), transforms: shuffled });
    expect(finding).toEqual({ rule: 'data-not-finite', layer: undefined, rows: [17] });
    expect(text).toContain('in row 17 of arrays, not all values of targets are finite numbers.');
  });

  it('are found in the rows for validation too', async () => {
    const transforms = [{ op: 'split', args: { validation: 20, shuffle: false } }];
    const { text, ...finding } = await findingOf({ source: points({ features: [45, 58], targets: [58] }), transforms });
    expect(finding).toEqual({ rule: 'data-not-finite', layer: 'point', rows: [45, 58] });
    expect(text).toMatch(
      /^The val_loss is NaN at step 5: in rows 45, 58 of arrays, not all values of features, targets are finite/,
    );
  });

  it('are ten rows at most', async () => {
    const features = Array.from({ length: 30 }, (_, k) => 2 * k + 2);
    const transforms = [{ op: 'batch', args: { size: 60 } }];
    const data = { source: points({ features }), transforms };
    const outcome = await trainDigits({ ...change, data, batchSize: 60 }, { network });
    const [finding] = ofKind(outcome.events, 'finding');
    expect(finding?.rows).toEqual([2, 4, 6, 8, 10, 12, 14, 16, 18, 20]);
    expect(finding?.message.text).toContain('in rows 2, 4, 6, 8, 10, 12, 14, 16, 18, 20 and more of arrays');
  });

  it('are found where a transform carries one of them into all rows', async () => {
    const { text, ...finding } = await findingOf({
      source: points({ features: [33] }),
      transforms: [{ op: 'standardize', args: {} }],
    });
    expect(finding).toEqual({ rule: 'data-not-finite', layer: 'point', rows: [33] });
    expect(text).toContain('in row 33 of arrays, not all values of features are finite numbers. Correct them');
  });

  it('may be so only after the transforms', async () => {
    const project = temporaryProject();
    const lines = Array.from({ length: 40 }, (_, k) => `${k / 40},${k === 36 ? 1e10 : k % 2 === 0 ? '1e-38' : '0'},${k / 40}`);
    writeFileSync(join(project, 'table.csv'), `a,b,y\n${lines.join('\n')}\n`);
    const source = { op: 'csv', args: { path: 'table.csv', target: 'y' } };
    const transforms = [
      { op: 'split', args: { validation: 8, shuffle: false } },
      { op: 'standardize', args: {} },
    ];
    const { text, ...finding } = await findingOf({ source, transforms }, 1, project);
    expect(finding).toEqual({ rule: 'data-not-finite', layer: 'point', rows: [37] });
    expect(text).toBe(
      'The val_loss is Infinity at step 4: in row 37 of table.csv, not all values of b are finite numbers after the transforms. Look for values there that are far from all others.',
    );
  });
});
