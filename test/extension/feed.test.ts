/** The pace at which a page is told of a run, with real runs and a page that answers late or never. */
import { renameSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createFeed } from '../../src/extension/training/feed';
import { describeRun } from '../../src/extension/training/info';
import type { More, ToTraining } from '../../src/protocol/training';
import type { RunWriter } from '../../src/runs/writer';
import { emit, newRun, temporaryFolder } from '../runs/fixture';

function pageOf({ directory }: RunWriter) {
  const told: ToTraining[] = [];
  const clock = { now: 0 };
  const feed = createFeed({
    directory,
    describe: () => {
      const describe = describeRun(directory);
      return () => describe([], 0);
    },
    post: (message) => told.push(message),
    now: () => clock.now,
  });
  return {
    feed,
    clock,
    /** What the page was told since the last time it was asked. */
    take: () => told.splice(0),
    kinds: () => told.splice(0).map(({ type }) => type),
  };
}

function write(run: RunWriter, from: number, to: number): void {
  for (let row = from; row < to; row += 1) run.addRow([row, 1, 1 / (row + 1)]);
  run.flush();
}

const rowsIn = (messages: readonly ToTraining[]) =>
  messages.filter((message): message is More => message.type === 'more').map(({ rows }) => [rows.from, rows.values.length / 3]);

test('tells all that is there in pieces, each when the last was taken', async () => {
  const run = await newRun(temporaryFolder());
  emit(run, { k: 'state', state: 'running' });
  write(run, 0, 45_000);
  const { feed, take } = pageOf(run);
  feed.look();
  const [first, ...rest] = take();
  expect(first).toMatchObject({ type: 'run', run: { id: run.id, columns: ['time', 'epoch', 'loss'] } });
  expect(rowsIn(rest)).toEqual([[0, 20_000]]);
  expect(rest).toMatchObject([{ events: { from: 0, items: [{ k: 'state' }] } }]);
  feed.look();
  expect(take()).toEqual([]);
  feed.taken();
  expect(rowsIn(take())).toEqual([[20_000, 20_000]]);
  feed.taken();
  expect(rowsIn(take())).toEqual([[40_000, 5000]]);
  // What comes from now on waits for the next look.
  write(run, 45_000, 45_010);
  feed.taken();
  expect(take()).toEqual([]);
  feed.look();
  expect(rowsIn(take())).toEqual([[45_000, 10]]);
  run.close();
});

test('gives a page that is late one larger piece', async () => {
  const run = await newRun(temporaryFolder());
  const { feed, take } = pageOf(run);
  feed.look();
  take();
  for (let step = 0; step < 10; step += 1) {
    write(run, step, step + 1);
    feed.look();
  }
  expect(take()).toEqual([]);
  feed.taken();
  feed.look();
  expect(rowsIn(take())).toEqual([[0, 10]]);
  run.close();
});

test('goes on without an answer that was lost', async () => {
  const run = await newRun(temporaryFolder());
  const { feed, clock, take } = pageOf(run);
  feed.look();
  take();
  write(run, 0, 5);
  clock.now = 4000;
  feed.look();
  expect(take()).toEqual([]);
  clock.now = 6000;
  feed.look();
  expect(rowsIn(take())).toEqual([[0, 5]]);
  run.close();
});

test('says that a run is gone once, and tells all of it when it comes back', async () => {
  const run = await newRun(temporaryFolder());
  write(run, 0, 5);
  const { feed, kinds, take } = pageOf(run);
  feed.look();
  take();
  renameSync(run.directory, `${run.directory}.away`);
  feed.taken();
  feed.look();
  feed.look();
  feed.refresh();
  const told = take();
  expect(told.map(({ type }) => type)).toEqual(['lost']);
  expect(told).toMatchObject([{ id: run.id, reason: expect.stringContaining('deleted') }]);
  expect([feed.isLive, feed.isLost]).toEqual([false, true]);
  renameSync(`${run.directory}.away`, run.directory);
  feed.look();
  expect(kinds()).toEqual(['run', 'more']);
  expect([feed.isLive, feed.isLost]).toEqual([true, false]);
  run.close();
});

test('tells what is said of a run only when it has changed, and when the run has ended', async () => {
  const run = await newRun(temporaryFolder());
  const { feed, take } = pageOf(run);
  feed.look();
  feed.taken();
  take();
  feed.refresh();
  expect(take()).toEqual([]);
  run.saveEvaluation({ split: 'test', rows: 180, epoch: 1, step: 45, values: { loss: 0.1 } });
  feed.refresh();
  expect(take()).toMatchObject([{ type: 'run', run: { evaluation: { split: 'test' } } }]);
  run.update({ state: 'done' });
  feed.look();
  expect(take()).toMatchObject([{ type: 'more', status: { state: 'done' } }]);
  expect(feed.isLive).toBe(false);
  run.close();
});
