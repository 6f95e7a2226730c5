/** What a person does with the page of a training, and what it is told while it goes on. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { formatMetric } from '../../src/protocol/format';
import type { FromTraining, More, RunInfo, RunStatus, TrainingState } from '../../src/protocol/training';
import { browser } from '../needs';
import { faultsOf } from './axe';
import { type Host, startHost, type TrainingPage, type Window } from './browser';
import { diverged, type Trained, trainings } from './trained';

let host: Host;
let run: Trained;
let other: Trained;
const opened: TrainingPage[] = [];

beforeAll(async () => {
  if (browser === undefined) return;
  host = await startHost(browser);
  [run, other] = trainings();
}, 60_000);
afterAll(() => host?.close());
afterEach(async () => {
  for (const shown of opened.splice(0)) {
    expect(shown.complaints).toEqual([]);
    await shown.close();
  }
});

const open = async (window?: Window<TrainingState>): Promise<TrainingPage> => {
  const shown = await host.openTraining(window);
  opened.push(shown);
  return shown;
};

async function show(more: More, info: RunInfo = run.info, window?: Window<TrainingState>): Promise<TrainingPage> {
  const shown = await open(window);
  await shown.send({ type: 'run', run: info });
  await shown.send(more);
  return shown;
}

/** All but that pieces were taken. */
const said = async (shown: TrainingPage): Promise<FromTraining[]> =>
  (await shown.sent()).filter(({ type }) => type !== 'taken' && type !== 'ready');

const live = (step = 300): More => run.after(step);
const ended = (state: RunStatus['state']): More => run.after(300, { state });

describe.skipIf(browser === undefined)('[browser] the page of a training', () => {
  it('asks for nothing before it listens, and answers every piece', async () => {
    const shown = await open();
    expect(await shown.sent()).toEqual([{ type: 'ready' }]);
    await shown.send({ type: 'run', run: run.info });
    await shown.send(live());
    expect(await shown.sent()).toEqual([{ type: 'ready' }, { type: 'taken', id: run.info.id }]);
  });

  it('pauses, saves and stops, one after the other, and says what came of it', async () => {
    const shown = await show(live());
    await shown.page.getByRole('button', { name: 'Pause' }).click();
    await shown.page.getByRole('button', { name: 'Save a checkpoint now' }).click({ force: true });
    expect(await said(shown)).toEqual([{ type: 'control', action: 'pause' }]);
    expect(await shown.page.getByText('What was asked for before has no answer yet.').count()).toBe(1);
    await shown.send({ type: 'told', ok: true, text: 'Paused after step 300, and saved.' });
    expect(await shown.page.getByRole('status').getByText('Paused after step 300').count()).toBe(1);
    await shown.page.getByRole('button', { name: 'Save a checkpoint now' }).click();
    await shown.send({ type: 'told', ok: false, text: 'The training has ended meanwhile.' });
    await shown.page.getByRole('button', { name: 'Stop, and keep the best weights' }).click();
    expect((await said(shown)).slice(1)).toEqual([
      { type: 'control', action: 'checkpoint' },
      { type: 'control', action: 'stop' },
    ]);
  });

  it('keeps the focus in the toolbar when Pause becomes Resume', async () => {
    const shown = await show(live());
    await shown.page.getByRole('button', { name: 'Pause' }).press('Enter');
    await shown.send({ type: 'told', ok: true, text: 'Paused.' });
    await shown.send(ended('paused'));
    expect(await shown.ask('document.activeElement.title')).toBe('Resume');
    await shown.page.keyboard.press('Enter');
    expect((await said(shown)).at(-1)).toEqual({ type: 'control', action: 'resume' });
  });

  it('changes the learning rate to what is a number above 0', async () => {
    const shown = await show(live());
    const change = shown.page.getByRole('button', { name: 'change the learning rate' });
    await change.click();
    const field = shown.page.getByRole('textbox', { name: 'Learning rate' });
    expect(await field.inputValue()).toBe('0.002');
    await shown.page.keyboard.type('fast');
    await shown.page.keyboard.press('Enter');
    expect(await shown.page.getByText('A number above 0, such as 0.001').count()).toBe(1);
    // What comes meanwhile leaves the field alone.
    await shown.send(live(301));
    await field.fill('5e-4');
    await shown.page.keyboard.press('Enter');
    expect(await said(shown)).toEqual([{ type: 'control', action: 'rate', value: 5e-4 }]);
    await shown.send({ type: 'told', ok: true, text: 'The learning rate is 0.0005 from step 302 on.' });
    expect(await field.count()).toBe(0);

    await change.press('Enter');
    await shown.page.keyboard.press('Escape');
    expect(await field.count()).toBe(0);
    expect(await shown.ask('document.activeElement.className')).toBe('change');
    expect(await said(shown)).toHaveLength(1);
  });

  it.each([
    ['stopped', 'Continue', { type: 'continue' }],
    ['interrupted', 'Continue', { type: 'continue' }],
    ['diverged', 'Train again', { type: 'again' }],
    ['paused', 'Resume', { type: 'control', action: 'resume' }],
  ] as const)('offers the next step of a run that is %s', async (state, name, message) => {
    const shown = await show(ended(state));
    await shown.page.locator('.notice').getByRole('button', { name }).click();
    expect(await said(shown)).toEqual([message]);
  });

  it('can not go on with a run that saved nothing', async () => {
    const more = run.after(20, { state: 'interrupted' });
    const shown = await show(more);
    expect(await shown.page.getByRole('button', { name: 'Continue' }).count()).toBe(0);
    expect(await shown.page.getByText('Nothing was saved before.').count()).toBe(1);
  });

  it('leads to lines, files, folders and the terminal', async () => {
    const shown = await show(diverged(run, 300));
    await shown.page.locator('.findings').getByText('line 12').click();
    await shown.page.locator('header').getByText('digits.model.ts').click();
    await shown.page.getByRole('tab', { name: 'Settings' }).click();
    await shown.page.getByText('Show the folder').click();
    await shown.send(live());
    await shown.page.getByRole('button', { name: 'Show the terminal' }).click();
    expect(await said(shown)).toEqual([
      { type: 'reveal', layer: 'conv2d_1' },
      { type: 'open', what: 'source' },
      { type: 'open', what: 'folder' },
      { type: 'open', what: 'terminal' },
    ]);
  });

  it('says once why a run diverged, and leads there', async () => {
    const shown = await show(diverged(run, 300), run.info, { width: 420, height: 500 });
    expect(await shown.page.getByText('was the first whose output is not finite').count()).toBe(1);
    await shown.page.getByRole('button', { name: 'Why, and what to do' }).press('Enter');
    expect(await shown.ask('document.activeElement.textContent')).toBe('step 300');
    await expect.poll(() => shown.ask('document.activeElement.getBoundingClientRect().bottom <= innerHeight')).toBe(true);
  });

  it('shows a finding on the curves', async () => {
    const shown = await show(diverged(run, 300));
    const crosses = shown.page.locator('.chart-cross:visible');
    const point = shown.page.locator('.findings').getByRole('button', { name: 'step 300' });
    await point.click();
    await expect.poll(() => crosses.count()).toBe(2);

    // Whatever is looked at: another tab, or another part of the run.
    await shown.page.locator('.chart').first().press('Escape');
    await shown.page.locator('.chart').first().press('Home');
    await shown.page.keyboard.press('+');
    await shown.page.keyboard.press('Escape');
    await shown.page.getByRole('tab', { name: 'Epochs' }).click();
    expect(await crosses.count()).toBe(0);
    await point.click();
    await expect.poll(() => crosses.count()).toBe(2);
    expect(await shown.page.getByRole('tab', { name: 'Curves' }).getAttribute('aria-selected')).toBe('true');
    expect((await shown.state()).tab).toBe('curves');
  });

  it('lays another run under this one, and takes it away', async () => {
    const shown = await show(live());
    const list = shown.page.getByRole('combobox', { name: 'Compare with' });
    await list.click();
    await shown.page.getByRole('option').nth(1).click();
    expect(await said(shown)).toEqual([{ type: 'compare', id: other.info.id }]);
    await shown.send({ type: 'run', run: other.info });
    await shown.send(other.more);
    expect((await shown.state()).compared).toBe(other.info.id);
    await shown.page.locator('.chart-name').nth(3).waitFor();

    await list.click();
    await shown.page.getByRole('option').first().click();
    expect((await said(shown)).at(-1)).toEqual({ type: 'compare' });
    await shown.send({ type: 'alone' });
    expect(await shown.state()).not.toHaveProperty('compared');
  });

  it('forgets the run that was laid over this one when it is gone', async () => {
    const kept: TrainingState = {
      v: 1,
      directory: '',
      compared: 'gone',
      tab: 'curves',
      axis: 'step',
      log: false,
      smoothing: 0.8,
    };
    const shown = await show(live(), run.info, { state: kept });
    expect((await shown.state()).compared).toBe('gone');
    await shown.send({ type: 'lost', id: 'gone', reason: 'The run gone is gone: it was deleted or moved.' });
    expect(await said(shown)).toEqual([{ type: 'compare' }]);
    expect(await shown.state()).not.toHaveProperty('compared');
    expect(await shown.page.getByText('it was deleted or moved').count()).toBe(1);
  });

  it('keeps how it is looked at, and comes back so', async () => {
    const shown = await show(live());
    await shown.page.getByRole('radio', { name: 'epoch' }).click();
    await shown.page.getByRole('checkbox', { name: 'log' }).click();
    await shown.page.getByRole('slider', { name: 'smoothing' }).fill('0.5');
    await shown.page.getByRole('tab', { name: 'Epochs' }).click();
    const state = await shown.state();
    expect(state).toEqual({ v: 1, directory: run.info.directory, tab: 'epochs', axis: 'epoch', log: true, smoothing: 0.5 });

    const again = await show(live(), run.info, { state });
    expect(await again.page.getByRole('tab', { name: 'Epochs' }).getAttribute('aria-selected')).toBe('true');
    await again.page.getByRole('tab', { name: 'Curves' }).click();
    expect(await again.page.getByRole('radio', { name: 'epoch' }).getAttribute('aria-checked')).toBe('true');
    expect(await again.page.getByRole('checkbox', { name: 'log' }).getAttribute('aria-checked')).toBe('true');
    expect(await again.page.getByRole('slider', { name: 'smoothing' }).inputValue()).toBe('0.5');
  });

  it('keeps every row that it is sent, and shows the last', async () => {
    const shown = await open();
    await shown.send({ type: 'run', run: run.info });
    const width = run.info.columns.length;
    const rows = Float64Array.from({ length: 10_000 * width }, (_, k) => ((k * 7919) % 10007) / 5000);
    const { status } = live();
    for (let from = 0; from < 10_000; from += 1250) {
      await shown.send({
        type: 'more',
        id: run.info.id,
        status,
        events: { from: 0, items: [] },
        rows: { from, values: rows.slice(from * width, (from + 1250) * width) },
      });
    }
    expect((await shown.sent()).filter(({ type }) => type === 'taken')).toHaveLength(8);
    const last = rows[9999 * width + run.info.columns.indexOf('loss')] ?? 0;
    expect(await shown.page.locator('figure .last').first().textContent()).toBe(`last ${formatMetric('loss', last)}`);
    const chart = shown.page.locator('.chart').first();
    await expect.poll(() => chart.getAttribute('aria-label'), { timeout: 20_000 }).toContain('at step 10,000');

    // As after a resume from an earlier checkpoint.
    await shown.send({
      type: 'more',
      id: run.info.id,
      status,
      events: { from: 0, items: [] },
      rows: { from: 4000, values: rows.slice(0, width) },
    });
    await expect.poll(() => chart.getAttribute('aria-label'), { timeout: 20_000 }).toContain('at step 4,001');

    // Rows that do not follow on what it has: it wants to be told again.
    await shown.send({
      type: 'more',
      id: run.info.id,
      status,
      events: { from: 0, items: [] },
      rows: { from: 9000, values: rows.slice(0, width) },
    });
    expect((await shown.sent()).at(-1)).toEqual({ type: 'ready' });
  });

  it('forgets epochs that a resumed run trains again', async () => {
    const shown = await show(live(300));
    await shown.page.getByRole('tab', { name: 'Epochs' }).click();
    expect(await shown.page.locator('.epochs tbody tr').count()).toBe(6);
    const { items } = live(300).events;
    const message = { id: 'resumed', params: { step: 90 }, text: 'Goes on from the checkpoint of step 90.' };
    const resumed = { v: 1, seq: 999, t: Date.now(), k: 'state', state: 'running', reason: message } as const;
    const { status } = live(90);
    await shown.send({
      type: 'more',
      id: run.info.id,
      status,
      events: { from: items.length, items: [...items.slice(0, 1), resumed] },
      rows: { from: 90, values: new Float64Array() },
    });
    expect(await shown.page.locator('.epochs tbody tr').count()).toBe(2);
  });

  it('shows the newest of thousands of epochs, and earlier ones when they are asked for', async () => {
    const shown = await open();
    await shown.send({ type: 'run', run: run.info });
    const items = Array.from({ length: 2500 }, (_, k) => ({
      v: 1 as const,
      seq: k,
      t: k,
      k: 'epoch' as const,
      epoch: k + 1,
      step: 45 * (k + 1),
      values: { loss: 1 / (k + 1), val_loss: 2 / (k + 1) },
      best: true,
    }));
    const { status } = live();
    await shown.page.getByRole('tab', { name: 'Epochs' }).click();
    await shown.send({
      type: 'more',
      id: run.info.id,
      status: { ...status, best: { epoch: 2500, step: 112_500, metric: 'val_loss', value: 0.002 } },
      events: { from: 0, items },
      rows: { from: 0, values: new Float64Array() },
    });
    const rows = shown.page.locator('.epochs tbody tr');
    const earlier = shown.page.getByRole('button', { name: 'Show earlier epochs' });
    await expect.poll(() => rows.count()).toBe(1000);
    expect(await rows.last().textContent()).toContain('1,501');
    await earlier.click();
    expect(await rows.count()).toBe(2000);
    await earlier.click();
    expect(await rows.count()).toBe(2500);
    expect(await earlier.count()).toBe(0);
    expect(await shown.page.locator('.epochs .best').textContent()).toContain('2,500★');
    expect(await rows.last().textContent()).toBe('1451.00002.0000');
  });

  it('shows the curve of a learning rate that changes', async () => {
    const more = live();
    const shown = await show(more);
    expect(await shown.page.locator('figure').count()).toBe(2);
    const values = more.rows.values.slice(-run.info.columns.length);
    values[run.info.columns.indexOf('learning_rate')] = 1e-4;
    await shown.send({ ...more, events: { from: more.events.items.length, items: [] }, rows: { from: 300, values } });
    const names = () => shown.page.locator('figcaption h2').allTextContents();
    await expect.poll(names).toEqual(['loss', 'accuracy', 'learning rate']);
    expect(await shown.page.locator('.number').filter({ hasText: 'learning rate' }).locator('.value').textContent()).toBe('1e-4');
  });

  it('says that a run is gone, and takes that back', async () => {
    const shown = await show(live());
    await shown.send({ type: 'lost', id: run.info.id, reason: 'The run is gone: it was deleted or moved.' });
    expect(await shown.page.getByRole('button', { name: 'Pause' }).count()).toBe(0);
    expect(await shown.page.getByText('What is shown is what was read before.').count()).toBe(1);
    await shown.send({ type: 'run', run: run.info });
    expect(await shown.page.getByText('What is shown is what was read before.').count()).toBe(0);
    const never = await open();
    await never.send({ type: 'lost', id: run.info.id, reason: 'run.json is damaged.' });
    expect(await never.page.getByText('run.json is damaged.').count()).toBe(1);
  });

  it('takes names from anywhere as text', async () => {
    const name = '<img src=x onerror=alert(1)>';
    const shown = await show(live(), { ...run.info, name, model: name, file: name, others: [{ id: 'b', label: name }] });
    expect(await shown.page.locator('img').count()).toBe(0);
    expect(await shown.page.locator('h1').textContent()).toBe(name);
  });

  it('is reached by keys alone, in the order in which it is read', async () => {
    const shown = await show(live());
    // Charts are drawn, and named by what they show, in the next frame.
    await shown.page.getByLabel('training accuracy').waitFor();
    const stops: string[] = [];
    for (let at = 0; at < 20; at += 1) {
      await shown.page.keyboard.press('Tab');
      const stop = await shown.ask<string>('test.focused()');
      if (await shown.ask('document.activeElement === document.body')) break;
      stops.push(stop);
    }
    expect(stops).toEqual([
      'digits.model.ts',
      'Pause',
      'Stop, and keep the best weights',
      'Save a checkpoint now',
      'Show the terminal',
      'adam: change the learning rate',
      'Curves',
      'smoothing',
      'step',
      'log',
      'Compare with',
      expect.stringContaining('training loss'),
      expect.stringContaining('training accuracy'),
    ]);
    await shown.page.getByRole('tab', { name: 'Curves' }).focus();
    await shown.page.keyboard.press('ArrowRight');
    expect(await shown.ask('test.focused()')).toBe('Epochs');
    expect((await shown.state()).tab).toBe('epochs');
    await shown.page.keyboard.press('ArrowLeft');
    await shown.page.getByRole('radio', { name: 'step' }).focus();
    await shown.page.keyboard.press('ArrowRight');
    expect((await shown.state()).axis).toBe('epoch');
    await shown.page.getByRole('checkbox', { name: 'log' }).press('Space');
    expect((await shown.state()).log).toBe(true);
    expect(await faultsOf(shown.page)).toEqual([]);
  });
});
