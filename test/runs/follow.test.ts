/** A run that is followed while it is written tells the same as one that is read afterwards. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src/protocol/events';
import { message } from '../../src/protocol/messages';
import type { RunStatus } from '../../src/protocol/training';
import { deleteRun } from '../../src/runs/delete';
import { type Follower, followRun } from '../../src/runs/follow';
import { layoutOf } from '../../src/runs/layout';
import { readCurves, readEvents } from '../../src/runs/read';
import { reopenRun } from '../../src/runs/reopen';
import { emit, newRun, temporaryFolder } from './fixture';
import { goOn } from './follow-writer';

const WIDTH = 3;

/** What a page makes of the pieces. */
function listener(follower: Follower) {
  const rows: number[][] = [];
  const events: RunEvent[] = [];
  const told: { status?: RunStatus; backs: number } = { backs: 0 };
  return {
    rows,
    events,
    told,
    /** False: nothing new. */
    take(most?: number): boolean {
      const piece = follower.read(most);
      if (piece === undefined) return false;
      told.status = piece.status;
      expect(piece.events.from).toBeLessThanOrEqual(events.length);
      events.splice(piece.events.from, Infinity, ...piece.events.items);
      expect(piece.rows.from).toBeLessThanOrEqual(rows.length);
      if (piece.rows.from < rows.length) told.backs++;
      rows.length = piece.rows.from;
      const { values } = piece.rows;
      expect(values.length / WIDTH).toBeLessThanOrEqual(most ?? 20_000);
      for (let at = 0; at < values.length; at += WIDTH) rows.push([...values.subarray(at, at + WIDTH)]);
      return true;
    },
  };
}

function rowsOf(directory: string): number[][] {
  const { rows, values } = readCurves(directory);
  return Array.from({ length: rows }, (_, k) => [...values.subarray(k * WIDTH, (k + 1) * WIDTH)]);
}

let writer: string;

beforeAll(async () => {
  const { outputFiles } = await build({
    stdin: {
      contents: `import { ${goOn.name} } from './follow-writer'; ${goOn.name}(process.argv.slice(2));`,
      resolveDir: fileURLToPath(new URL('.', import.meta.url)),
    },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    write: false,
  });
  writer = outputFiles[0]?.text ?? '';
});

/** Goes on with the run in a process of its own, and looks all the time. */
async function followed(directory: string, heard: ReturnType<typeof listener>, words: readonly (string | number)[]) {
  const script = join(directory, '..', 'writer.cjs');
  writeFileSync(script, writer);
  const child = spawn(process.execPath, [script, directory, ...words.map(String)], { stdio: ['ignore', 'ignore', 'inherit'] });
  let hasEnded = false;
  const ended = once(child, 'exit').then(() => {
    hasEnded = true;
  });
  let pieces = 0;
  while (!hasEnded) {
    if (heard.take(3000)) pieces++;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  await ended;
  return pieces;
}

describe('a run that is followed', () => {
  it('comes in pieces that make up the whole, through a crash and two resumes', async () => {
    const run = await newRun(temporaryFolder());
    const { directory } = run;
    run.close();
    const heard = listener(followRun(directory));
    expect(await followed(directory, heard, [0, 60_000, 0, 'crash'])).toBeGreaterThan(5);
    appendFileSync(layoutOf(directory).curves, Uint8Array.of(1, 2, 3));
    appendFileSync(layoutOf(directory).events, '{"v":1,"se');
    await followed(directory, heard, [20_000, 50_000, 1, 'crash']);
    await followed(directory, heard, [35_000, 8000, 2]);
    while (heard.take()) expect(heard.rows.length).toBeGreaterThan(0);
    expect(heard.rows).toHaveLength(43_000);
    expect(heard.rows).toEqual(rowsOf(directory));
    expect(heard.events).toEqual(readEvents(directory));
    expect(heard.told.backs).toBeGreaterThanOrEqual(2);
    expect(heard.told.status).toMatchObject({ state: 'stopped', epoch: 1 });
  });

  it('is the same in whatever parts its bytes arrive', async () => {
    const run = await newRun(temporaryFolder());
    run.close();
    const { directory } = run;
    const { curves, events } = layoutOf(directory);
    const { columns } = readCurves(directory);
    const heard = listener(followRun(directory));
    let seed = 7;
    const random = (below: number): number => {
      seed = (seed * 1103515245 + 12345) % 2 ** 31;
      return Math.floor((seed / 2 ** 31) * below);
    };
    let seq = 0;
    const line = (body: object): Buffer => Buffer.from(`${JSON.stringify({ v: 1, seq: seq++, t: 1, ...body })}\n`);
    const start = { k: 'start', run: 'r', model: 'größe', engine: 'e', device: 'cpu', threads: 1, seed: 1, epochs: 1 };
    const began = { ...start, stepsPerEpoch: 1, batchSize: 1, rows: { train: 1, validation: 0, test: 0 }, columns: [] };
    // What is still to be written of each file.
    let rowBytes: Buffer = Buffer.alloc(0);
    let eventBytes: Buffer = Buffer.alloc(0);
    const look = (): void => {
      if (random(3) === 0) heard.take(1 + random(20));
    };
    const write = (path: string, bytes: Buffer): Buffer => {
      const size = random(bytes.length + 1);
      appendFileSync(path, bytes.subarray(0, size));
      return bytes.subarray(size);
    };
    for (let turn = 0; turn < 3000; turn++) {
      const what = random(100);
      if (what < 40) rowBytes = Buffer.concat([rowBytes, Buffer.from(Float64Array.of(turn, random(9), Number.NaN).buffer)]);
      else if (what < 60) rowBytes = write(curves, rowBytes);
      else if (what < 75) eventBytes = Buffer.concat([eventBytes, line({ k: 'state', state: 'running' }), Buffer.from('none\n')]);
      else if (what < 95) eventBytes = write(events, eventBytes);
      else {
        // The process has died with what it had not written, and another one goes on.
        const { rows } = readCurves(directory);
        const step = random(rows + 1);
        truncateSync(curves, step * WIDTH * 8);
        look();
        const whole = readEvents(directory).length;
        reopenRun(directory, { epoch: 0, step }, columns).close();
        expect(readEvents(directory)).toHaveLength(whole);
        const reason = step > 0 ? { reason: message('resumed', { step }) } : {};
        rowBytes = Buffer.alloc(0);
        eventBytes = Buffer.alloc(0);
        look();
        appendFileSync(events, line(began));
        look();
        appendFileSync(events, line({ k: 'state', state: 'running', ...reason }));
        // So fast that the file may be as long as before at the next look.
        if (random(2) === 0) appendFileSync(curves, Buffer.from(new Float64Array(WIDTH * random(200)).fill(turn).buffer));
      }
      look();
    }
    while (heard.take(7));
    expect(heard.told.backs).toBeGreaterThan(50);
    expect(heard.rows).toEqual(rowsOf(directory));
    expect(heard.events).toEqual(readEvents(directory));
  });

  it('has nothing to say while nothing happens, and tells every change of the status', async () => {
    const run = await newRun(temporaryFolder());
    const follower = followRun(run.directory);
    expect(follower.columns).toEqual(['time', 'epoch', 'loss']);
    expect(follower.read()).toMatchObject({ status: { state: 'starting' }, events: { from: 0 }, rows: { from: 0 } });
    expect(follower.read()).toBeUndefined();
    run.update({ state: 'running' });
    expect(follower.read()).toMatchObject({ status: { state: 'running' }, events: { items: [] } });
    const event = emit(run, { k: 'state', state: 'running' });
    expect(follower.read()).toMatchObject({ events: { from: 0, items: [event] } });
    run.addRow([1, 1, 1]);
    run.flush();
    run.addRow([2, 1, 1]);
    run.flush();
    expect(follower.read(1)?.rows).toEqual({ from: 0, values: Float64Array.of(1, 1, 1) });
    expect(follower.read(1)?.rows).toEqual({ from: 1, values: Float64Array.of(2, 1, 1) });
    expect(follower.read(1)).toBeUndefined();
    run.close();
    // Nobody writes it any more, and nothing says that it has ended.
    await expect.poll(() => follower.read()?.status.state).toBe('interrupted');
    expect(follower.read()).toBeUndefined();
  });

  it('that was cut back says so before the reason is known', async () => {
    const run = await newRun(temporaryFolder());
    for (let k = 0; k < 10; k++) run.addRow([k, 1, 1]);
    run.close();
    const follower = followRun(run.directory);
    expect(follower.read()?.rows.values).toHaveLength(30);
    truncateSync(layoutOf(run.directory).curves, 4 * 24);
    expect(follower.read()?.rows).toEqual({ from: 4, values: new Float64Array(0) });
    expect(follower.read()).toBeUndefined();
  });
});

describe('a run that is deleted while it is followed', () => {
  it.each([
    ['by Modelwright', deleteRun],
    ['by hand', (directory: string) => rmSync(directory, { recursive: true })],
    ['by moving it away', (directory: string) => renameSync(directory, `${directory}.old`)],
  ])('is one clear error (%s)', async (_, remove) => {
    const run = await newRun(temporaryFolder());
    run.addRow([1, 1, 1]);
    run.close();
    const follower = followRun(run.directory);
    expect(follower.read()).toBeDefined();
    remove(run.directory);
    const gone = { name: 'RunError', kind: 'gone', message: `The run ${run.id} was deleted.` };
    expect(() => follower.read()).toThrow(expect.objectContaining(gone));
    expect(() => follower.read()).toThrow(expect.objectContaining(gone));
    expect(() => followRun(run.directory)).toThrow(expect.objectContaining({ kind: 'not-found' }));
  });

  it('names the file where only a part of it is gone', async () => {
    const run = await newRun(temporaryFolder());
    run.close();
    const follower = followRun(run.directory);
    rmSync(layoutOf(run.directory).curves);
    expect(() => follower.read()).toThrow(/curves\.f64 is missing\.$/);
    writeFileSync(layoutOf(run.directory).columns, '{}');
    expect(() => followRun(run.directory)).toThrow(/curves\.json is damaged\.$/);
  });
});
