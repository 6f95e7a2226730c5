import { describe, expect, it } from 'vitest';
import { isRunEvent, type RunEvent } from '../../src/protocol/events';
import { EXIT_CODES, exitCodeOf } from '../../src/protocol/exit-codes';
import { message } from '../../src/protocol/messages';

const stamp = { v: 1, seq: 3, t: 1_790_000_000_000 } as const;

/** One of each kind, as it is after a trip through JSON. */
const events: { readonly [K in RunEvent['k']]: Extract<RunEvent, { k: K }> } = {
  start: {
    ...stamp,
    k: 'start',
    run: '20261122-104501-123-digits',
    model: 'digits',
    engine: 'onnxruntime',
    device: 'cpu',
    threads: 2,
    seed: 1,
    epochs: 20,
    stepsPerEpoch: 45,
    batchSize: 32,
    rows: { train: 1437, validation: 180, test: 180 },
    columns: ['time', 'epoch', 'loss'],
  },
  step: { ...stamp, k: 'step', epoch: 1, step: 10, values: { loss: 2.1, accuracy: null } },
  epoch: { ...stamp, k: 'epoch', epoch: 1, step: 45, values: { loss: 1, val_loss: 1.5 }, best: true },
  evaluation: {
    ...stamp,
    k: 'evaluation',
    split: 'test',
    rows: 3,
    epoch: 1,
    step: 45,
    values: { loss: 1 },
    confusion: {
      classes: ['0', '1'],
      counts: [
        [1, 0],
        [1, 1],
      ],
    },
  },
  finding: {
    ...stamp,
    k: 'finding',
    rule: 'nan-loss',
    severity: 'error',
    layer: 'dense_1',
    step: 12,
    message: message('loss-not-finite', { name: 'loss', value: 'NaN', step: 12, rate: 0.1 }),
  },
  control: { ...stamp, k: 'control', action: 'stop', by: 'SIGINT' },
  checkpoint: { ...stamp, k: 'checkpoint', path: 'checkpoints/best.safetensors', epoch: 1, step: 45, reason: 'best' },
  state: { ...stamp, k: 'state', state: 'running' },
  end: { ...stamp, k: 'end', state: 'done', exitCode: 0, best: { epoch: 1, step: 45, metric: 'val_loss', value: 1.5 } },
};

describe('isRunEvent', () => {
  it.each(Object.entries(events))('knows %s', (_, event) => {
    expect(isRunEvent(JSON.parse(JSON.stringify(event)))).toBe(true);
  });

  it.each(Object.entries(events))('wants every required field of %s', (kind, event) => {
    const optional: Partial<Record<string, string>> = { evaluation: 'confusion', finding: 'layer', state: 'reason', end: 'best' };
    for (const name of Object.keys(event)) {
      const { [name]: removed, ...rest } = event as unknown as Record<string, unknown>;
      expect(removed).toBeDefined();
      expect(isRunEvent(rest), name).toBe(optional[kind] === name);
      expect(isRunEvent({ ...event, [name]: { not: 'this' } }), name).toBe(false);
    }
  });

  it('lets fields pass that a later version adds, but no other version and no unknown kind', () => {
    expect(isRunEvent({ ...events.step, later: 1 })).toBe(true);
    expect(isRunEvent({ ...events.step, v: 2 })).toBe(false);
    expect(isRunEvent({ ...events.step, k: 'toString' })).toBe(false);
    for (const value of [null, undefined, 1, 'x', [], {}]) expect(isRunEvent(value)).toBe(false);
  });
});

describe('exit codes', () => {
  it('are those that scripts rely on', () => {
    expect(EXIT_CODES).toEqual({ done: 0, failed: 1, usage: 2, diverged: 3, stopped: 130 });
    expect(exitCodeOf('stopped')).toBe(130);
  });
});

describe('message', () => {
  it('keeps id and parameters beside the English text', () => {
    expect(message('stopped-by-signal', { signal: 'SIGINT', step: 12 })).toEqual({
      id: 'stopped-by-signal',
      params: { signal: 'SIGINT', step: 12 },
      text: 'Stopped by SIGINT after step 12.',
    });
  });
});
