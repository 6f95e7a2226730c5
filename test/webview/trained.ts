/** A real training, recorded: what a panel is told of it, whole or as it was after some of its steps. */
import { join } from 'node:path';
import { describeRun } from '../../src/extension/training/info';
import type { RunEvent, Values } from '../../src/protocol/events';
import { message } from '../../src/protocol/messages';
import type { More, RunInfo, RunStatus } from '../../src/protocol/training';
import { followRun } from '../../src/runs/follow';
import { listRuns } from '../../src/runs/read';
import { surveyRun } from '../../src/runs/survey';

export interface Trained {
  readonly info: RunInfo;
  /** All of it. */
  readonly more: More;
  /** As it was after so many steps; what is said differently, in `but`. */
  after(step: number, but?: Partial<RunStatus>): More;
}

/**
 * Two trainings of examples/digits.model.ts, 20 epochs of 45 steps each, as `modelwright train` left them but for the checkpoints.
 * Times of the disk and the clock are all that another recording would change.
 */
const RUNS = 'test/fixtures/webview/runs';

/** The newest first. */
export function trainings(): readonly [Trained, Trained] {
  const [earlier, later] = listRuns(RUNS).map((id) => join(process.cwd(), RUNS, id));
  if (earlier === undefined || later === undefined) throw new Error(`There are not two runs in ${RUNS}.`);
  const all = [later, earlier].map((directory) => surveyRun(directory));
  const read = (directory: string): Trained => {
    const more = followRun(directory).read();
    if (more === undefined) throw new Error(`There is nothing in ${directory}.`);
    return recorded({ ...describeRun(directory)(all, Date.now()), outdated: false }, more);
  };
  return [read(later), read(earlier)];
}

function recorded(info: RunInfo, read: Omit<More, 'type' | 'id'>): Trained {
  const more: More = { type: 'more', id: info.id, ...read };
  const width = info.columns.length;
  const total = read.rows.values.length / width;
  return {
    info,
    more,
    after(step, but = {}) {
      const items = read.events.items.filter((event) => event.k !== 'end' && stepOf(event) <= step);
      const values = read.rows.values.slice(0, step * width);
      const stepsPerEpoch = total / info.settings.epochs;
      const epoch = Math.floor(step / stepsPerEpoch);
      const best = items.findLast((event) => event.k === 'epoch' && event.best);
      return {
        ...more,
        status: {
          state: 'running',
          epoch: Math.min(info.settings.epochs, epoch + 1),
          step,
          ...(best?.k === 'epoch' && {
            best: { epoch: best.epoch, step: best.step, metric: 'val_loss', value: best.values['val_loss'] ?? 0 },
          }),
          ...(step > 0 && {
            progress: {
              epochs: info.settings.epochs,
              steps: total,
              values: meansOf(info.columns, values.slice(epoch * stepsPerEpoch * width)),
              stepsPerSecond: 812.4,
              secondsLeft: 118,
            },
          }),
          ...but,
        },
        events: { from: 0, items },
        rows: { from: 0, values },
      };
    },
  };
}

const stepOf = (event: RunEvent): number => {
  if (event.k === 'state' && event.state !== 'running') return Number.POSITIVE_INFINITY;
  return 'step' in event ? event.step : 0;
};

function meansOf(columns: readonly string[], rows: Float64Array): Values {
  const measures = columns.flatMap((name, at) =>
    ['time', 'epoch', 'learning_rate'].includes(name) ? [] : [[name, at] as const],
  );
  const mean = (at: number): number => {
    const values = rows.filter((_, k) => k % columns.length === at);
    return values.reduce((a, b) => a + b, 0) / values.length;
  };
  return Object.fromEntries(measures.map(([name, at]) => [name, mean(at)]));
}

/** The loss breaks at a layer, at the last step that is told. */
export function diverged(trained: Trained, step: number): More {
  const reason = message('broke-in-output', { name: 'loss', value: 'NaN', step, rate: 0.5, layer: 'conv2d_1' });
  const more = trained.after(step, { state: 'diverged', reason });
  const seq = 1 + Math.max(...more.events.items.map((event) => event.seq));
  const base = { v: 1, t: Date.now() } as const;
  const values = more.rows.values.slice();
  const { columns } = trained.info;
  for (const name of ['loss', 'accuracy']) values[values.length - columns.length + columns.indexOf(name)] = Number.NaN;
  return {
    ...more,
    events: {
      from: 0,
      items: [
        ...more.events.items,
        { ...base, seq, k: 'finding', rule: 'nan-loss', severity: 'error', layer: 'conv2d_1', step, message: reason },
        { ...base, seq: seq + 1, k: 'end', state: 'diverged', exitCode: 3 },
      ],
    },
    rows: { from: 0, values },
  };
}
