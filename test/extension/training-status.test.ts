/** What the status bar says, and the learning rate that is offered for a change. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { currentRate, rateOf, rateProblem } from '../../src/extension/training/rate';
import { statusText } from '../../src/extension/training/status-text';
import { surveyRun, type WholeRun } from '../../src/runs/survey';
import type { RunWriter } from '../../src/runs/writer';
import { newRun, temporaryFolder } from '../runs/fixture';

let run: RunWriter;
beforeEach(async () => {
  run = await newRun(temporaryFolder(), { columns: ['time', 'epoch', 'learning_rate', 'loss'] });
});
afterEach(() => run.close());

function surveyed(): WholeRun {
  const found = surveyRun(run.directory);
  if ('damage' in found) throw new Error(found.damage);
  return found;
}
const progress = { epochs: 20, steps: 900, values: { loss: 0.142 }, stepsPerSecond: 4, secondsLeft: 130 };

describe('the status bar', () => {
  test('has nothing to say while nothing is trained', () => {
    expect(statusText([])).toBeUndefined();
  });

  test('names the model until there is something to count', () => {
    expect(statusText([surveyed()])?.text).toBe('$(sync~spin) digitsMlp · starting');
  });

  test('counts epochs, and says how long it takes', () => {
    run.sayProgress(() => progress);
    run.update({ state: 'running', epoch: 7, step: 300 });
    const status = statusText([surveyed()]);
    expect(status).toMatchObject({ text: '$(pulse) 7/20 · loss 0.1420 · 2 min left', directory: run.directory });
    expect(status?.label).toBe('Training digitsMlp: 7/20 · loss 0.1420 · 2 min left');
    expect(status?.tooltip).toContain('onnxruntime');
    expect(status?.tooltip).not.toContain('Also training');
  });

  test('says that a training is paused', () => {
    run.sayProgress(() => progress);
    run.update({ state: 'paused', epoch: 7, step: 300 });
    expect(statusText([surveyed()])?.text).toBe('$(debug-pause) 7/20 · loss 0.1420 · paused');
  });

  test('is about the newest of several, and counts the others', () => {
    run.sayProgress(() => progress);
    run.update({ state: 'running', epoch: 7, step: 300 });
    const status = statusText([surveyed(), surveyed(), surveyed()]);
    expect(status?.text).toBe('$(pulse) 7/20 · loss 0.1420 · 2 min left (+2)');
    expect(status?.tooltip).toMatch(/Also training:\n\ndigitsMlp: 7\\\/20/);
  });

  test('makes no icon of a name', () => {
    const evil = { ...surveyed(), meta: { v: 1, name: '$(trash) me', pinned: false, notes: '' } } as const;
    expect(statusText([evil])?.text).toBe('$(sync~spin) \\$(trash) me · starting');
  });
});

describe('the learning rate', () => {
  test('is that of the last step', () => {
    expect(currentRate(run.directory)).toBeUndefined();
    run.addRow([1, 1, 0.01, 2]);
    run.addRow([2, 1, 0.005, 1.5]);
    run.flush();
    expect(currentRate(run.directory)).toBe(0.005);
  });

  test('is unknown in runs that do not write it', async () => {
    const old = await newRun(temporaryFolder());
    old.addRow([1, 1, 2]);
    old.flush();
    expect(currentRate(old.directory)).toBeUndefined();
    old.close();
  });

  test('is a number of at least 0', () => {
    expect(['1e-4', ' 0.5 ', '0', '', ' ', '-1', 'x', 'Infinity'].map(rateOf)).toEqual([
      1e-4,
      0.5,
      0,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(rateProblem('0.1')).toBeUndefined();
    expect(rateProblem('fast')).toMatch(/such as 1e-4/);
  });
});
