import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Engine } from '../../src/engines/engine';
import { isRunEvent } from '../../src/protocol/events';
import { layoutOf } from '../../src/runs/layout';
import {
  type Curves,
  readCheckpoint,
  readCurves,
  readEvaluation,
  readEvents,
  readGraph,
  readRun,
  readStatus,
} from '../../src/runs/read';
import { PROGRAMS } from '../../src/trainer/programs';
import { startEngine } from '../engines/support';
import { mlp, ofKind, temporaryProject, trainDigits, training } from './fixture';

const rowsOf = ({ columns, rows, values }: Curves): number[][] =>
  Array.from({ length: rows }, (_, k) => [...values.subarray(k * columns.length, (k + 1) * columns.length)]);

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

describe('a training of the digits in onnxruntime', () => {
  it('learns, and leaves a whole run behind', async () => {
    const trained = await trainDigits({ epochs: 8 });
    const { directory, best, evaluation } = trained;
    expect(trained).toMatchObject({ state: 'done', exitCode: 0, steps: 8 * 15 });
    expect(evaluation?.values.accuracy).toBeGreaterThan(0.9);
    expect(readStatus(directory)).toMatchObject({ state: 'done', epoch: 8, step: 120, exitCode: 0, best });
    expect(readRun(directory)).toMatchObject({
      settings: { epochs: 8, seed: 1 },
      engine: { name: 'onnxruntime', device: 'cpu', threads: 1 },
      data: { name: 'digits', rows: 1797, splits: { train: 1437, validation: 180, test: 180 } },
    });
    expect(readGraph(directory)).toEqual(mlp);
    expect(existsSync(layoutOf(directory).lock)).toBe(false);
  });

  it('tells what happens in events of the protocol', async () => {
    const { events, directory, run, best, evaluation } = await trainDigits();
    expect(events.filter((event) => !isRunEvent(JSON.parse(JSON.stringify(event))))).toEqual([]);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, k) => k));
    expect(readEvents(directory)).toEqual(events.filter(({ k }) => k !== 'step'));
    expect(events[0]).toMatchObject({
      k: 'start',
      run,
      model: 'digitsMlp',
      engine: 'onnxruntime',
      epochs: 4,
      stepsPerEpoch: 15,
      batchSize: 100,
      columns: ['time', 'epoch', 'learning_rate', 'loss', 'accuracy'],
    });
    expect(ofKind(events, 'state').map(({ state }) => state)).toEqual(['running', 'done']);
    expect(ofKind(events, 'step').map(({ step }) => step)).toEqual(Array.from({ length: 60 }, (_, k) => k + 1));
    const epochs = ofKind(events, 'epoch');
    expect(epochs.map(({ epoch, step }) => [epoch, step])).toEqual([1, 2, 3, 4].map((epoch) => [epoch, 15 * epoch]));
    for (const { values } of epochs) expect(Object.keys(values)).toEqual(['loss', 'accuracy', 'val_loss', 'val_accuracy']);
    const last = epochs.filter((epoch) => epoch.best).at(-1);
    expect(best).toEqual({ epoch: last?.epoch, step: last?.step, metric: 'val_loss', value: last?.values.val_loss });
    expect(epochs.every(({ values }) => (values.val_loss ?? 0) >= (best?.value ?? 0))).toBe(true);
    const names = ofKind(events, 'checkpoint').map(({ reason, path }) => [reason, path]);
    expect(names).toContainEqual(['best', 'checkpoints/best.safetensors']);
    expect(names.filter(([reason]) => reason === 'epoch')).toEqual(epochs.map(() => ['epoch', 'checkpoints/last.safetensors']));
    expect(events.slice(-3)).toMatchObject([
      { k: 'evaluation', ...evaluation },
      { k: 'state', state: 'done' },
      { k: 'end', state: 'done', exitCode: 0, best },
    ]);
  });

  it('goes on while a checkpoint is written, which knows nothing of that', async () => {
    const project = temporaryProject();
    const order: string[] = [];
    let first: Uint8Array | undefined;
    await trainDigits(
      { epochs: 2 },
      {
        project,
        async openEngine() {
          const engine = await startEngine(1);
          const run: Engine['run'] = (program, feeds) => {
            order.push(`${program} ${feeds.step}`);
            return engine.run(program, feeds);
          };
          return { ...engine, run };
        },
        onEvent(event) {
          if (event.k !== 'checkpoint') return;
          order.push(`${event.reason} ${event.epoch}`);
          if (event.epoch > 1 || event.reason !== 'epoch') return;
          const [directory = ''] = readdirSync(join(project, '.modelwright/runs'), { withFileTypes: true })
            .filter((entry) => entry.isDirectory())
            .map(({ parentPath, name }) => join(parentPath, name));
          first = readCheckpoint(directory, 'last');
        },
      },
    );
    const places = [`${PROGRAMS.step} 15`, 'best 1', 'epoch 1', 'best 2'].map((entry) => order.indexOf(entry));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places[0]).toBeGreaterThan(0);
    const { directory } = await trainDigits({ epochs: 1 });
    expect(first).toEqual(readCheckpoint(directory, 'last'));
  });

  it('writes a row for every step, whose means are those of the epochs', async () => {
    const { events, directory } = await trainDigits();
    const curves = readCurves(directory);
    const rows = rowsOf(curves);
    expect(curves.columns).toEqual(['time', 'epoch', 'learning_rate', 'loss', 'accuracy']);
    expect(rows).toHaveLength(60);
    const times = rows.map(([time]) => time ?? 0);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    for (const { epoch, values } of ofKind(events, 'epoch')) {
      const own = rows.slice(15 * (epoch - 1), 15 * epoch);
      expect(own.map((row) => row[1])).toEqual(own.map(() => epoch));
      // 14 batches of 100 and one of 37.
      const mean = (column: number): number => sum(own.map((row, k) => (row[column] ?? 0) * (k < 14 ? 100 : 37))) / 1437;
      expect(values.loss).toBeCloseTo(mean(3), 12);
      expect(values.accuracy).toBeCloseTo(mean(4), 12);
    }
  });

  it('writes the learning rate that each step was done with', async () => {
    const [objective] = training.objectives;
    const learningRate = {
      kind: 'exponentialDecay',
      initialLearningRate: 0.1,
      decaySteps: 10,
      decayRate: 0.5,
      staircase: true,
    } as const;
    const optimizer = { kind: 'sgd', learningRate, momentum: 0, nesterov: false } as const;
    const { directory } = await trainDigits({ objectives: objective ? [{ ...objective, optimizer }] : [], epochs: 2 });
    const rates = rowsOf(readCurves(directory)).map((row) => row[2]);
    expect(rates).toEqual(Array.from({ length: 30 }, (_, k) => 0.1 * 0.5 ** Math.floor(k / 10)));
  });

  it('says in the status how far it is', async () => {
    const { directory, events } = await trainDigits({ epochs: 2 });
    const { progress } = readStatus(directory);
    const last = ofKind(events, 'epoch').at(-1)?.values;
    expect(progress).toMatchObject({ epochs: 2, steps: 30, values: { loss: last?.loss, accuracy: last?.accuracy } });
    expect(progress?.stepsPerSecond).toBeGreaterThan(0);
    expect(progress?.secondsLeft).toBe(0);
  });

  it('tests the best weights, with a confusion matrix', async () => {
    const { directory, best, evaluation, events } = await trainDigits({ seed: 3 });
    expect(readEvaluation(directory)).toEqual({ v: 1, ...evaluation });
    expect(evaluation).toMatchObject({ split: 'test', rows: 180, epoch: best?.epoch, step: best?.step });
    const counts = evaluation?.confusion?.counts ?? [];
    expect(evaluation?.confusion?.classes).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    expect(sum(counts.map(sum))).toBe(180);
    expect(sum(counts.map((row, k) => row[k] ?? 0)) / 180).toBeCloseTo(evaluation?.values.accuracy ?? 0, 12);

    // The same split under the name of validation: the best weights give the loss that made them the best.
    const { op, args } = { op: 'split', args: { validation: 0.1 } };
    const validated = await trainDigits({
      data: {
        source: { op: 'digits', args: {} },
        transforms: [
          { op, args },
          { op: 'normalize', args: {} },
        ],
      },
    });
    expect(validated.evaluation).toMatchObject({ split: 'validation', rows: 180 });
    expect(validated.evaluation?.values.loss).toBeCloseTo(validated.best?.value ?? 0, 6);
    expect(ofKind(events, 'evaluation')).toHaveLength(1);
  });

  it('repeats itself byte for byte in all but the time', async () => {
    const lossesOf = async (seed: number): Promise<number[][]> => {
      const { directory } = await trainDigits({ seed, epochs: 2 });
      return rowsOf(readCurves(directory)).map(([, ...rest]) => rest);
    };
    const first = await lossesOf(5);
    expect(await lossesOf(5)).toEqual(first);
    expect(await lossesOf(6)).not.toEqual(first);
  });
});
