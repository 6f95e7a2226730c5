/** Trainings that do not get to their end. */
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src/protocol/events';
import { layoutOf } from '../../src/runs/layout';
import { readCheckpoint, readCurves, readEvents, readStatus } from '../../src/runs/read';
import { decodeCheckpoint, encodeCheckpoint } from '../../src/trainer/checkpoint';
import { startEngine } from '../engines/support';
import { learningRate, ofKind, resumeDigits, type Trained, temporaryProject, trainDigits } from './fixture';

/** The curves without the time. */
const course = ({ directory }: Trained): number[][] => {
  const { columns, rows, values } = readCurves(directory);
  return Array.from({ length: rows }, (_, k) => [...values.subarray(columns.length * k + 1, columns.length * (k + 1))]);
};

async function stopAt(step: number, change = {}): Promise<Trained> {
  const controller = new AbortController();
  return trainDigits(change, {
    stop: controller.signal,
    onEvent: (event) => {
      if (event.k === 'step' && event.step === step) controller.abort('SIGTERM');
    },
  });
}

describe('a training that is stopped', () => {
  it('keeps the steps that were queued, and says so everywhere', async () => {
    const { events, directory, ...outcome } = await stopAt(20);
    // Step 21 was in the engine already.
    expect(outcome).toMatchObject({ state: 'stopped', exitCode: 130, steps: 21 });
    expect(outcome.reason).toMatchObject({ id: 'stopped-by-signal', text: 'Stopped by SIGTERM after step 21.' });
    expect(events.slice(-4)).toMatchObject([
      { k: 'control', action: 'stop', by: 'SIGTERM' },
      { k: 'checkpoint', path: 'checkpoints/last.safetensors', step: 21, reason: 'stop' },
      { k: 'state', state: 'stopped' },
      { k: 'end', state: 'stopped', exitCode: 130 },
    ]);
    expect(readEvents(directory).at(-1)).toEqual(events.at(-1));
    expect(readStatus(directory)).toMatchObject({
      state: 'stopped',
      exitCode: 130,
      epoch: 2,
      step: 21,
      progress: { epochs: 4, steps: 60, values: ofKind(events, 'step').at(-1)?.values },
    });
    expect(readCurves(directory).rows).toBe(21);
    expect(decodeCheckpoint(readCheckpoint(directory, 'last')).point).toMatchObject({ step: 21, epoch: 1, stepInEpoch: 6 });
  });

  it.each([7, 29, 30, 44])('goes on from its last checkpoint as if nothing had happened (step %i)', async (step) => {
    const whole = await trainDigits({ epochs: 3 });
    const first = await stopAt(step, { epochs: 3 });
    const second = await resumeDigits(first.directory);
    expect(course(second)).toEqual(course(whole));
    expect(second).toMatchObject({ state: 'done', run: first.run, evaluation: whole.evaluation, best: whole.best });
    const epochsOf = (events: readonly RunEvent[]) =>
      ofKind(events, 'epoch').map(({ epoch, values, best }) => ({ epoch, values, best }));
    expect(epochsOf(readEvents(first.directory))).toEqual(epochsOf(whole.events));
    expect(ofKind(second.events, 'state')[0]).toMatchObject({ state: 'running', reason: { params: { step: first.steps } } });
    const seqs = readEvents(first.directory).map(({ seq }) => seq);
    expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
    expect(new Set(seqs).size).toBe(seqs.length);
  });

  it('goes on after a crash that left torn files, from the epoch before', async () => {
    const whole = await trainDigits({ epochs: 3 });
    const first = await stopAt(36, { epochs: 2 + 1 });
    const layout = layoutOf(first.directory);
    // As if killed in the third epoch: the last checkpoint is that of the second.
    const { state, point } = decodeCheckpoint(readCheckpoint(first.directory, 'best'));
    expect(point).toMatchObject({ epoch: 2, step: 30 });
    writeFileSync(layout.checkpoint('last'), encodeCheckpoint({ state, point }));
    appendFileSync(layout.curves, Uint8Array.of(1, 2, 3));
    appendFileSync(layout.events, '{"v":1,"se');
    const second = await resumeDigits(first.directory);
    expect(course(second)).toEqual(course(whole));
    expect(second.evaluation).toEqual(whole.evaluation);
  });
});

describe('a run of another version', () => {
  it('is not gone on with where its rows had other columns', async () => {
    const { directory, run } = await stopAt(20);
    const { columns } = layoutOf(directory);
    writeFileSync(columns, JSON.stringify({ v: 1, columns: ['time', 'epoch', 'loss', 'accuracy'] }));
    const before = readFileSync(layoutOf(directory).curves);
    await expect(resumeDigits(directory)).rejects.toMatchObject({
      name: 'RunError',
      kind: 'other-version',
      message: `The run ${run} was begun by another version of Modelwright: its curves hold time, epoch, loss, accuracy, not time, epoch, learning_rate, loss, accuracy. Start a new one.`,
    });
    expect(readFileSync(layoutOf(directory).curves).equals(before)).toBe(true);
    expect(readStatus(directory).state).toBe('stopped');
  });
});

describe('a training that diverges', () => {
  it('ends at the step whose loss is no number', async () => {
    const { events, directory, ...outcome } = await trainDigits({ ...learningRate(1e30), epochs: 3 });
    expect(outcome).toMatchObject({ state: 'diverged', exitCode: 3 });
    const [finding] = ofKind(events, 'finding');
    expect(finding).toMatchObject({ rule: expect.stringMatching(/^(nan|inf)-loss$/), severity: 'error', step: outcome.steps });
    expect(finding?.message.text).toMatch(/^The loss is .+ at step \d+: .+ Lower the learning rate \(now 1e\+30\)/);
    const rows = course({ events, directory, ...outcome });
    expect(rows).toHaveLength(outcome.steps);
    expect(rows.filter(([, , loss]) => !Number.isFinite(loss))).toEqual(rows.slice(-1));
    expect(events.at(-1)).toMatchObject({ k: 'end', state: 'diverged', exitCode: 3 });
    expect(readStatus(directory)).toMatchObject({ state: 'diverged', exitCode: 3, step: outcome.steps, reason: outcome.reason });
  });
});

describe('a training whose run directory is deleted', () => {
  it('fails with one clear reason, and still tells that it ended', async () => {
    const project = temporaryProject();
    const outcome = await trainDigits(
      {},
      {
        project,
        onEvent: (event) => {
          if (event.k === 'step' && event.step === 10) rmSync(join(project, '.modelwright'), { recursive: true });
        },
      },
    );
    expect(outcome).toMatchObject({ state: 'failed', exitCode: 1 });
    expect(outcome.reason?.text).toMatch(
      /^Training failed at step \d+: The run directory .+\/\.modelwright\/runs\/[\w-]+ was deleted\.$/,
    );
    expect(outcome.events.slice(-2)).toMatchObject([
      { k: 'state', state: 'failed' },
      { k: 'end', exitCode: 1 },
    ]);
    expect(existsSync(join(project, '.modelwright'))).toBe(false);
  });
});

describe('a training whose engine fails', () => {
  it('ends as failed, with what was written before', async () => {
    const outcome = await trainDigits(
      {},
      {
        async openEngine() {
          const engine = await startEngine(1);
          const run: typeof engine.run = (name, feeds) =>
            feeds.step === 20 ? Promise.reject(new Error('The device was lost.')) : engine.run(name, feeds);
          return { ...engine, run };
        },
      },
    );
    expect(outcome).toMatchObject({ state: 'failed', exitCode: 1 });
    expect(outcome.reason?.text).toBe('Training failed at step 20: The device was lost.');
    expect(readStatus(outcome.directory)).toMatchObject({ state: 'failed', step: 20, exitCode: 1 });
    expect(readCurves(outcome.directory).rows).toBe(20);
    expect(decodeCheckpoint(readFileSync(layoutOf(outcome.directory).checkpoint('last'))).point.step).toBe(15);
  });
});
