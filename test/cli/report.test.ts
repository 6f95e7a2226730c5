import { describe, expect, it } from 'vitest';
import { jsonReport, textReport } from '../../src/cli/report';
import { PLAIN } from '../../src/cli/terminal/style';
import type { Terminal } from '../../src/cli/terminal/terminal';
import { isRunEvent, type RunEvent } from '../../src/protocol/events';
import { formatDuration, formatMetric } from '../../src/protocol/format';
import { message } from '../../src/protocol/messages';
import { NOT_INSTALLED } from '../../src/runtimes/look';

/** 3 epochs of 4 steps, a step every 50 ms; the second epoch is the best. */
function events(end: 'done' | 'stopped' | 'diverged' = 'done'): RunEvent[] {
  let seq = 0;
  const event = <E extends object>(t: number, body: E) => ({ v: 1 as const, seq: seq++, t, ...body }) as unknown as RunEvent;
  const list = [
    event(1000, {
      k: 'start',
      run: '20260101-digits',
      model: 'digitsCnn',
      engine: 'onnxruntime',
      device: 'cpu',
      threads: 2,
      seed: 1,
      epochs: 3,
      stepsPerEpoch: 4,
      batchSize: 32,
      rows: { train: 1437, validation: 180, test: 180 },
      columns: ['loss', 'accuracy'],
    }),
  ];
  for (let epoch = 1; epoch <= 3; epoch++) {
    for (let i = 1; i <= 4; i++) {
      const step = (epoch - 1) * 4 + i;
      list.push(
        event(1000 + 50 * step, {
          k: 'step',
          epoch,
          step,
          values: { loss: 2 / step, accuracy: 0.5 },
          stepsPerSecond: 20,
          secondsLeft: (12 - step) / 20,
        }),
      );
    }
    const values = { loss: 0.5 / epoch, accuracy: 0.9, val_loss: [0.6, 0.1099, 0.2][epoch - 1] ?? 0, val_accuracy: 0.974 };
    list.push(event(1000 + 200 * epoch, { k: 'epoch', epoch, step: 4 * epoch, values, best: epoch <= 2 }));
  }
  const best = { epoch: 2, step: 8, metric: 'val_loss', value: 0.1099 };
  if (end === 'done') {
    const confusion = {
      classes: ['0', '1'],
      counts: [
        [90, 2],
        [0, 88],
      ],
    };
    list.push(
      event(1700, {
        k: 'evaluation',
        split: 'test',
        rows: 180,
        epoch: 2,
        step: 8,
        values: { loss: 0.12, accuracy: 0.9889 },
        confusion,
      }),
    );
    list.push(event(1700, { k: 'end', state: 'done', exitCode: 0, best }));
  } else if (end === 'stopped') {
    list.push(event(1700, { k: 'control', action: 'stop', by: 'SIGINT' }));
    list.push(
      event(1700, { k: 'state', state: 'stopped', reason: message('stopped-by-signal', { signal: 'SIGINT', step: 12 }) }),
    );
    list.push(event(1700, { k: 'end', state: 'stopped', exitCode: 130, best }));
  } else {
    const reason = message('loss-not-finite', { name: 'loss', value: 'NaN', step: 12, rate: 0.1 });
    list.push(event(1700, { k: 'finding', rule: 'nan-loss', severity: 'error', step: 12, message: reason }));
    list.push(event(1700, { k: 'state', state: 'diverged', reason }));
    list.push(event(1700, { k: 'end', state: 'diverged', exitCode: 3 }));
  }
  return list;
}

function show(list: readonly RunEvent[], looks: Partial<Terminal> = {}, make = textReport): string {
  let written = '';
  const out = (text: string): void => {
    written += text;
  };
  const terminal: Terminal = {
    style: PLAIN,
    columns: Infinity,
    rows: 24,
    interactive: false,
    gone: new AbortController().signal,
    err: () => {},
    out,
    ...looks,
  };
  const report = make(terminal, (run) => `.modelwright/runs/${run}`);
  for (const event of list) report.event(event);
  report.close();
  return written;
}

describe('a training in a pipe', () => {
  it('is plain lines', () => {
    expect(show(events())).toBe(`digitsCnn · 1,437 train, 180 validation, 180 test · seed 1
engine onnxruntime · cpu · 2 threads
 epoch  loss    accuracy  val_loss  val_accuracy
     1  0.5000  0.900     0.6000    0.974 ★
     2  0.2500  0.900     0.1099    0.974 ★
     3  0.1667  0.900     0.2000    0.974
best epoch 2: val_loss 0.1099
test accuracy 0.989

      predicted
truth   0   1
    0  90   2
    1   ·  88

run .modelwright/runs/20260101-digits
`);
  });

  it('offers a faster engine where there is one to be had, and the training is long', () => {
    const withNote = (note: string, epochs: number): string[] => {
      const [start, ...others] = events();
      return show([{ ...start, engineNote: note, epochs } as RunEvent, ...others])
        .split('\n')
        .slice(1, 4);
    };
    const [engine, titles] = ['engine onnxruntime · cpu · 2 threads', ' epoch  loss    accuracy  val_loss  val_accuracy'];
    // An epoch takes 0.2 s.
    expect(withNote(NOT_INSTALLED, 299).slice(0, 2)).toEqual([engine, titles]);
    expect(withNote(NOT_INSTALLED, 301)).toEqual([engine, NOT_INSTALLED, titles]);
    // What is broken is always said.
    expect(withNote('/rt/b.node is gone.', 3)).toEqual([engine, '/rt/b.node is gone.', titles]);
  });

  it('says why it ended early', () => {
    expect(show(events('stopped')).split('\n').slice(6)).toEqual([
      'Stopped by SIGINT after step 12.',
      'best epoch 2: val_loss 0.1099',
      'run .modelwright/runs/20260101-digits',
      '',
    ]);
    // Above all that the training could not even begin to tell.
    expect(
      show(
        events('stopped')
          .slice(1)
          .filter(({ k }) => k === 'state' || k === 'end'),
      ),
    ).toBe('Stopped by SIGINT after step 12.\n');
    expect(show(events('diverged'))).toMatch(/▲ step 12: The loss is NaN at step 12\. Lower the learning rate .*\nrun /);
  });
});

describe('a training in JSON', () => {
  it('is the events, one a line, and nothing else', () => {
    const list = events();
    const lines = show(list, {}, jsonReport).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(list);
    for (const line of lines) expect(isRunEvent(JSON.parse(line))).toBe(true);
  });
});

describe('a training in a terminal', () => {
  const looks = { interactive: true, columns: 80, rows: 24 };

  it('moves one line, and the curve above it', () => {
    const frame = lastFrame(show(events().slice(0, 9), looks));
    expect(frame[0]).toBe('     1  0.5000  0.900     0.6000    0.974 ★');
    expect(frame.at(-1)).toBe(' 2/3 ━━━━━━━━━━━━━━━─────────────── 50 %  loss 0.3333  20 steps/s  1 s left');
    expect(frame.some((line) => line.includes('•'))).toBe(true);
    expect(frame.slice(1, 3)).toEqual(['', expect.stringMatching(/^2 │ +⠑⢄$/)]);
  });

  it('is not behind its epochs where steps are told of more rarely', () => {
    const list = events().filter(({ k }) => k !== 'step');
    const second = list.findIndex((event) => event.k === 'epoch' && event.epoch === 2);
    expect(lastFrame(show(list.slice(0, second + 1), looks)).at(-1)).toMatch(/^ 3\/3 ━+╸?─+ 66 % {2}loss 0\.2500$/);
  });

  it('leaves one star, at the best epoch, and the rows, the curve and the result', () => {
    const written = show(events(), looks);
    const screen = written.slice(written.lastIndexOf('     1  0.5000'));
    expect(screen.match(/★/g)).toHaveLength(1);
    expect(screen).toMatch(/ 2 {2}0\.2500 .*★/);
    expect(screen).toContain('test accuracy 0.989');
    expect(screen).toContain('│');
    expect(screen).not.toContain('steps/s');
    expect(written.lastIndexOf('\x1b[?25h')).toBeGreaterThan(written.lastIndexOf('\x1b[?25l'));
  });

  it('prints once what is not drawn again: an editor takes it for the beginning, or for another finding', () => {
    const written = show(events('diverged'), looks).replace(/\x1b\[[?\d]*[A-Za-z]/g, '');
    for (const once of ['digitsCnn · ', ' epoch  loss', '▲ step 12: ']) expect(written.split(once)).toHaveLength(2);
    expect(written.indexOf('▲ step 12')).toBeGreaterThan(written.lastIndexOf('     3  0.1667'));
    expect(written).toMatch(/▲ step 12: [\s\S]+\nrun \.modelwright\/runs\/20260101-digits\n$/);
  });

  it('keeps within a small terminal', () => {
    const frame = lastFrame(show(events().slice(0, 15), { ...looks, columns: 40, rows: 4 }));
    expect(frame.length).toBeLessThanOrEqual(3);
    for (const line of frame.slice(-1)) expect(line.length).toBeLessThanOrEqual(40);
  });
});

/** What stood there before the last drawing was taken away. */
function lastFrame(written: string): string[] {
  const frames = written.split('\x1b[J');
  return (frames.at(-3) ?? '')
    .replace(/\x1b\[[?\d]*[A-Za-z]/g, '')
    .replaceAll('\r', '')
    .split('\n')
    .slice(0, -1);
}

describe('numbers of a training', () => {
  it('have four digits, or three for shares', () => {
    expect(formatMetric('loss', 0.09121)).toBe('0.0912');
    expect(formatMetric('val_loss', 12.3456)).toBe('12.346');
    expect(formatMetric('loss', 0.00012)).toBe('1.20e-4');
    expect(formatMetric('loss', 3e9)).toBe('3.00e+9');
    expect(formatMetric('loss', 0)).toBe('0.0000');
    expect(formatMetric('accuracy', 1)).toBe('1.000');
    expect(formatMetric('loss', null)).toBe('NaN');
    expect([0.2, 35, 89.6, 120, 3599, 3660].map(formatDuration)).toEqual([
      '1 s',
      '35 s',
      '2 min',
      '2 min',
      '1 h 0 min',
      '1 h 1 min',
    ]);
  });
});
