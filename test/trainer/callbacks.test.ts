/** Learning rates, early stopping and the plateau rule against numbers worked out by Keras 3's formulas. */

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Callback, Optimizer, Schedule } from '../../src/ir/training';
import { layoutOf } from '../../src/runs/layout';
import { readCheckpoint, readCurves, readStatus } from '../../src/runs/read';
import { BEFORE, look, type WatchState } from '../../src/trainer/callbacks';
import { decodeCheckpoint } from '../../src/trainer/checkpoint';
import { rateAt, UNCHANGED } from '../../src/trainer/rate';
import { ofKind, resumeDigits, trainDigits, training } from './fixture';

const sgd = (learningRate: number | Schedule): Optimizer => ({ kind: 'sgd', learningRate, momentum: 0, nesterov: false });

describe('the learning rate', () => {
  const rates = (schedule: Schedule, steps: readonly number[]): number[] =>
    steps.map((step) => rateAt(sgd(schedule), UNCHANGED, step));
  const close = (given: readonly number[], wanted: readonly number[]): void => {
    for (const [k, rate] of given.entries()) expect(rate).toBeCloseTo(wanted[k] ?? Number.NaN, 12);
  };

  it('decays exponentially, smoothly or in stairs', () => {
    const schedule = { kind: 'exponentialDecay', initialLearningRate: 0.1, decaySteps: 10, decayRate: 0.25 } as const;
    close(rates({ ...schedule, staircase: false }, [0, 5, 10, 20]), [0.1, 0.05, 0.025, 0.00625]);
    close(rates({ ...schedule, staircase: true }, [0, 9, 10, 19, 20]), [0.1, 0.1, 0.025, 0.025, 0.00625]);
  });

  it('falls along a cosine, down to a share, after a warm-up', () => {
    const schedule = { kind: 'cosineDecay', initialLearningRate: 0.2, decaySteps: 12 } as const;
    const plain = { ...schedule, alpha: 0, warmupTarget: null, warmupSteps: 0 };
    // cos 0, cos π/3, cos π/2, cos π; it stays where it ends.
    close(rates(plain, [0, 4, 6, 12, 50]), [0.2, 0.15, 0.1, 0, 0]);
    close(rates({ ...plain, alpha: 0.5 }, [0, 6, 12]), [0.2, 0.15, 0.1]);
    const warm = { ...plain, initialLearningRate: 0, warmupTarget: 0.4, warmupSteps: 8 };
    close(rates(warm, [0, 2, 7, 8, 12, 14, 20, 99]), [0, 0.1, 0.35, 0.4, 0.3, 0.2, 0, 0]);
  });

  it('may be set by a person, and multiplied by callbacks after that', () => {
    const schedule: Schedule = {
      kind: 'exponentialDecay',
      initialLearningRate: 1,
      decaySteps: 1,
      decayRate: 0.5,
      staircase: false,
    };
    expect(rateAt(sgd(schedule), { scale: 0.1 }, 2)).toBeCloseTo(0.025, 12);
    expect(rateAt(sgd(schedule), { fixed: 0.3, scale: 0.5 }, 2)).toBeCloseTo(0.15, 12);
  });
});

const stopping = (change: Partial<Extract<Callback, { kind: 'earlyStopping' }>> = {}): Callback => ({
  kind: 'earlyStopping',
  monitor: 'val_loss',
  patience: 2,
  minDelta: 0,
  mode: 'auto',
  startFromEpoch: 0,
  ...change,
});

const plateau = (change: Partial<Extract<Callback, { kind: 'reduceLROnPlateau' }>> = {}): Callback => ({
  kind: 'reduceLROnPlateau',
  monitor: 'val_loss',
  factor: 0.5,
  patience: 2,
  mode: 'auto',
  minDelta: 1e-4,
  cooldown: 0,
  minLr: 0,
  ...change,
});

/** The learning rate after each epoch, and the epoch after which it stops. */
function follow(callback: Callback, values: readonly number[]) {
  let state: WatchState = BEFORE;
  let rate = 1;
  const rates: number[] = [];
  for (const [k, value] of values.entries()) {
    const looked = look(callback, state, k + 1, { [callback.monitor]: value }, rate);
    ({ state } = looked);
    rate = looked.rate ?? rate;
    rates.push(rate);
    if (state.stop) return { stopped: k + 1, best: state.best, rates };
  }
  return { stopped: undefined, best: state.best, rates };
}

describe('early stopping', () => {
  it('stops after `patience` epochs without improvement', () => {
    expect(follow(stopping(), [3, 2, 2, 1, 1.5, 1, 0.5])).toMatchObject({ stopped: 6, best: { value: 1, epoch: 4 } });
    expect(follow(stopping({ patience: 0 }), [3, 2, 2])).toMatchObject({ stopped: 3 });
  });

  it('counts only what is better by more than minDelta', () => {
    expect(follow(stopping({ minDelta: 0.5 }), [3, 2.6, 2.5, 2])).toMatchObject({ stopped: 3, best: { value: 3, epoch: 1 } });
  });

  it('wants metrics to rise, unless told otherwise', () => {
    expect(follow(stopping({ monitor: 'val_f1' }), [0.1, 0.2, 0.3, 0.2, 0.3]).stopped).toBe(5);
    expect(follow(stopping({ monitor: 'val_f1', mode: 'min' }), [0.1, 0.2, 0.3]).stopped).toBe(3);
  });

  it('leaves the first epochs out', () => {
    expect(follow(stopping({ startFromEpoch: 3 }), [1, 2, 3, 4, 5, 6]).stopped).toBe(6);
  });
});

describe('the plateau rule', () => {
  it('lowers the rate, waits, and lowers it again', () => {
    expect(follow(plateau(), [5, 4, 4, 4, 4, 4, 3, 3]).rates).toEqual([1, 1, 1, 0.5, 0.5, 0.25, 0.25, 0.25]);
  });

  it('cools down after each reduction, and has a floor', () => {
    // Keras: the epoch in which the cooldown reaches 0 counts again.
    expect(follow(plateau({ patience: 1, cooldown: 2 }), [4, 4, 4, 4, 4]).rates).toEqual([1, 0.5, 0.5, 0.25, 0.25]);
    expect(follow(plateau({ patience: 1, minLr: 0.4 }), [4, 4, 4, 4]).rates).toEqual([1, 0.5, 0.4, 0.4]);
  });
});

describe('a training with callbacks and a schedule', () => {
  const schedule: Schedule = {
    kind: 'cosineDecay',
    initialLearningRate: 0,
    decaySteps: 60,
    alpha: 0.1,
    warmupTarget: 0.4,
    warmupSteps: 10,
  };
  const change = {
    objectives: training.objectives.map((objective) => ({ ...objective, optimizer: sgd(schedule) })),
    metrics: ['accuracy', 'precision', 'recall', 'f1'],
    epochs: 8,
    // Nothing is ever that much better: it acts in every second epoch, and stops after the fourth.
    callbacks: [plateau({ minDelta: 10 }), stopping({ minDelta: 10, patience: 3 })],
  };

  it('stops early, says why, and tests the best weights', async () => {
    const whole = await trainDigits(change);
    expect(whole).toMatchObject({ state: 'done', exitCode: 0, steps: 60, evaluation: { split: 'test' } });
    expect(whole.reason).toMatchObject({ id: 'stopped-early', params: { monitor: 'val_loss', wait: 3, epoch: 1 } });
    expect(whole.reason?.text).toMatch(
      /^Stopped early: val_loss has not improved for 3 epochs\. Its best was [\d.]+ after epoch 1\.$/,
    );
    expect(readStatus(whole.directory)).toMatchObject({ state: 'done', reason: whole.reason });
    expect(readCurves(whole.directory).columns).toEqual([
      ...['time', 'epoch', 'learning_rate'],
      ...['loss', 'accuracy', 'precision', 'recall', 'f1'],
    ]);
    const rates = ofKind(whole.events, 'control');
    expect(rates).toMatchObject([{ action: 'rate', by: 'reduceLROnPlateau' }]);
    expect(rates[0]?.value).toBeCloseTo(rateAt(sgd(schedule), UNCHANGED, 45) / 2, 12);
    const { precision = 0, recall = 0, f1 = 0, accuracy = 0 } = whole.evaluation?.values ?? {};
    expect(f1).toBeCloseTo((2 * (precision ?? 0) * (recall ?? 0)) / ((precision ?? 0) + (recall ?? 0)), 9);
    expect(recall).toBeLessThanOrEqual(accuracy ?? 0);
  });

  it.each([20, 52])('goes on after a stop as if nothing had happened (step %i)', async (step) => {
    const whole = await trainDigits(change);
    const stop = new AbortController();
    const first = await trainDigits(change, {
      stop: stop.signal,
      onEvent: (event) => {
        if (event.k === 'step' && event.step === step) stop.abort('SIGINT');
      },
    });
    expect(first.state).toBe('stopped');
    const second = await resumeDigits(first.directory);
    expect(second).toMatchObject({ state: 'done', reason: whole.reason, evaluation: whole.evaluation });
    const last = (directory: string): Buffer => readFileSync(layoutOf(directory).checkpoint('last'));
    expect(last(second.directory).equals(last(whole.directory))).toBe(true);
    expect(decodeCheckpoint(readCheckpoint(second.directory, 'last')).point.watches).toHaveLength(2);
  });
});
