/** What the events of a run come to, in whatever pieces a page is told of them. */
import { expect, test } from 'vitest';
import type { RunEvent } from '../../src/protocol/events';
import { message } from '../../src/protocol/messages';
import type { More } from '../../src/protocol/training';
import { createRun } from '../../webview/training/run';
import { continued, lastSaved, NOTHING } from '../../webview/training/story';
import { diverged, trainings } from '../webview/trained';

const [trained] = trainings();
const { info, more } = trained;
const until = 270;
const base = { v: 1, seq: 1000, t: 0 } as const;

/** It broke after 300 steps, went on from step 270, was evaluated, and went on from there once more. */
const broken = diverged(trained, 300).events.items;
const resumed: RunEvent = { ...base, k: 'state', state: 'running', reason: message('resumed', { step: until }) };
const start = broken.find(({ k }) => k === 'start') as RunEvent;
const anew: RunEvent = { ...base, k: 'state', state: 'running' };
const later = more.events.items.slice(more.events.items.findIndex(({ k }) => k === 'state') + 1);
const rest = later.filter((event) => !('step' in event) || event.step > until);
const events = [...broken, start, resumed, ...rest, start, resumed, ...rest];

test('a story is the same in pieces of any size', () => {
  const whole = continued(NOTHING, events);
  for (let size = 1; size <= events.length; size += 1) {
    let story = NOTHING;
    for (let at = 0; at < events.length; at += size) story = continued(story, events.slice(at, at + size));
    expect(story).toEqual(whole);
  }
});

test('a run that went on has each of its epochs once, and has forgotten why it broke', () => {
  expect(continued(NOTHING, broken).findings).toHaveLength(1);
  const { epochs, findings, evaluations, checkpoints, stepsPerEpoch } = continued(NOTHING, events);
  expect(epochs.map(({ epoch }) => epoch)).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
  expect(findings).toEqual([]);
  expect(evaluations.map(({ split }) => split)).toEqual(['test']);
  expect(lastSaved({ ...NOTHING, checkpoints })).toBe(900);
  expect(stepsPerEpoch).toBe(45);
});

test('a run that had no checkpoint to go on from has forgotten all', () => {
  const { epochs, findings, checkpoints } = continued(NOTHING, [...broken, start, anew]);
  expect([...epochs, ...findings, ...checkpoints]).toEqual([]);
  // To go on after a pause is no start.
  expect(continued(NOTHING, [...broken, anew]).epochs).not.toEqual([]);
});

test('what comes later changes nothing of a story that was kept', () => {
  const before = continued(NOTHING, broken);
  const kept = structuredClone(before);
  continued(before, [start, resumed, ...rest]);
  expect(before).toEqual(kept);
});

test('a page that is told again from anywhere comes to the same', () => {
  const piece = (from: number, to: number): More => ({
    ...more,
    events: { from, items: events.slice(from, to) },
    rows: { from: 0, values: more.rows.values },
  });
  const whole = continued(NOTHING, events);
  for (let cut = 0; cut <= events.length; cut += 1) {
    const run = createRun(info);
    run.take(piece(0, events.length - 1));
    run.take(piece(cut, events.length));
    expect(run.story).toEqual(whole);
  }
});
