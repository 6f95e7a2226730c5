/** The page of a training in every state, in every default theme, wide and narrow. Kept in test-results/training/ to be looked at. */
import { mkdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { message } from '../../src/protocol/messages';
import type { Tab, ToTraining, TrainingState } from '../../src/protocol/training';
import { type ThemeName, themes } from '../fixtures/themes';
import { browser } from '../needs';
import { faultsOf } from './axe';
import { type Host, startHost } from './browser';
import { diverged, type Trained, trainings } from './trained';

const shots = 'test-results/training';

let host: Host;
let run: Trained;
let other: Trained;
beforeAll(async () => {
  mkdirSync(shots, { recursive: true });
  if (browser === undefined) return;
  host = await startHost(browser);
  [run, other] = trainings();
}, 60_000);
afterAll(() => host?.close());

interface Case {
  readonly name: string;
  readonly tab?: Tab;
  readonly messages: () => readonly ToTraining[];
  /** What has to stand on the page. */
  readonly says: readonly string[];
}

const told = (more: ToTraining): readonly ToTraining[] => [{ type: 'run', run: run.info }, more];
const stopped = (reason: string) => message('stopped-by-signal', { signal: reason, step: 300 });

/** As long as these texts may be. */
const onGpu = {
  name: 'tensorflow',
  version: '2.21.0',
  device: 'gpu',
  gpu: 'NVIDIA H100 80GB HBM3',
  threads: 2,
  note: 'TensorFlow is not installed; it often trains faster. Get it: modelwright runtime install',
};

const cases: readonly Case[] = [
  { name: 'empty', messages: () => [], says: ['Reading the run…'] },
  {
    name: 'starting',
    messages: () => told(run.after(0, { state: 'starting', epoch: 0 })),
    says: ['Starting', 'Reading the data…', '20 epochs'],
  },
  {
    name: 'training',
    messages: () => told(run.after(300)),
    says: ['Training', 'epoch 7 of 20', 'about 2 min left', 'onnxruntime · cpu · 1 thread', '1.2 ms/step', 'seed 1', '812'],
  },
  {
    name: 'compared',
    messages: () => [...told(run.after(300)), { type: 'run', run: other.info }, other.more],
    says: ['Training'],
  },
  {
    name: 'paused',
    messages: () => told(run.after(300, { state: 'paused' })),
    says: ['Paused', 'Paused after step 300, and saved. Resume goes on from there.', 'Resume'],
  },
  { name: 'done', messages: () => told(run.more), says: ['Done', 'All 20 epochs are trained.', 'The best weights are those of'] },
  { name: 'epochs', tab: 'epochs', messages: () => told(run.more), says: ['val_accuracy', '900'] },
  {
    name: 'evaluation',
    tab: 'evaluation',
    messages: () => told(run.more),
    says: ['180 rows', 'precision', 'Commonest mistakes'],
  },
  {
    name: 'evaluation-to-come',
    tab: 'evaluation',
    messages: () => {
      const { evaluation: _, ...info } = run.info;
      return [{ type: 'run', run: info }, run.after(300)];
    },
    says: ['When the training ends, its best weights are tried on the 180 test rows.'],
  },
  {
    name: 'settings',
    tab: 'settings',
    messages: () => told(run.more),
    says: ['beta10.9', 'sparse categorical crossentropy', '1,437 rows', 'onnxruntime-node', 'Show the folder'],
  },
  {
    name: 'another-engine',
    tab: 'settings',
    messages: () => [{ type: 'run', run: { ...run.info, engine: onGpu, firstEngine: run.info.engine } }, run.more],
    says: [
      'tensorflow 2.21.0 · gpu (NVIDIA H100 80GB HBM3) · 2 threads',
      'Get it: modelwright runtime install',
      'begun withonnxruntime · cpu · 1 thread',
    ],
  },
  {
    name: 'stopped',
    messages: () => told(run.after(300, { state: 'stopped', reason: message('stopped-on-request', { step: 300 }) })),
    says: ['Stopped on request after step 300. Continue goes on from step 270.'],
  },
  { name: 'diverged', messages: () => told(diverged(run, 300)), says: ['Diverged', 'conv2d_1', 'line 12', 'Train again'] },
  {
    name: 'failed',
    messages: () =>
      told(
        run.after(300, {
          state: 'failed',
          reason: message('training-failed', { step: 300, reason: 'no space left on the disk' }),
        }),
      ),
    says: ['Failed', 'no space left on the disk', 'Show the terminal'],
  },
  {
    name: 'interrupted',
    messages: () => told(run.after(300, { state: 'interrupted' })),
    says: ['Interrupted', 'Its process ended without a word after step 300. Continue goes on from step 270.'],
  },
  {
    name: 'lost',
    messages: () => [...told(run.after(300)), { type: 'lost', id: run.info.id, reason: 'This run was deleted.' }],
    says: ['This run was deleted. What is shown is what was read before.'],
  },
  {
    name: 'renamed-outdated',
    messages: () => [
      {
        type: 'run',
        run: { ...run.info, name: 'wider, with dropout', outdated: true, file: 'models/of/vision/digits.model.ts' },
      },
      run.after(300, { state: 'stopped', reason: stopped('SIGINT') }),
    ],
    says: ['wider, with dropout', 'the file has changed since'],
  },
];

describe.skipIf(browser === undefined).each(cases)('[browser] a training: $name', ({ name, tab, messages, says }) => {
  it.each([
    ['wide', 900, 800],
    ['narrow', 420, 1000],
    // No group of editors is narrower.
    ['narrowest', 230, 1400],
  ] as const)('is whole and readable in every theme: %s', async (size, width, height) => {
    const state: TrainingState = { v: 1, directory: '', tab: tab ?? 'curves', axis: 'step', log: false, smoothing: 0.8 };
    const { page, complaints, send, ask, paintAs, close } = await host.openTraining({ width, height, state });
    for (const one of messages()) await send(one);
    for (const theme of Object.keys(themes) as ThemeName[]) {
      await paintAs(theme);
      await ask('test.drawn()');
      await page.screenshot({ path: `${shots}/${name}-${theme}-${size}.png`, fullPage: true });
      const texts = await ask<{ count: number; cut: unknown[]; overlaps: unknown[]; faint: unknown[] }>('test.texts()');
      expect.soft(texts, `${theme}`).toMatchObject({ cut: [], overlaps: [], faint: [] });
      expect(texts.count).toBeGreaterThan(0);
    }
    const text = ((await page.textContent('body')) ?? '').replace(/\s+/g, ' ');
    for (const one of says) expect.soft(text).toContain(one);
    expect(await faultsOf(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await close();
  });
});
