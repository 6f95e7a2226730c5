import { describe, expect, it } from 'vitest';
import { createInterpreterEngine } from '../../src/engines/interpreter';
import type { OnnxruntimeEngine } from '../../src/engines/onnxruntime/engine';
import type { LossKind, Training } from '../../src/ir/training';
import { readCurves } from '../../src/runs/read';
import { digits } from '../data/host';
import { startEngine } from '../engines/support';
import { chain } from '../network/build';
import { ofKind, trainDigits, training } from './fixture';

const losses = (kind: LossKind): Pick<Training, 'objectives'> => ({
  objectives: training.objectives.map((objective) => ({
    ...objective,
    losses: [{ kind, output: 0, fromLogits: false, weight: 1 }],
  })),
});

describe('the engine', () => {
  it('gets one program for steps and one for evaluation, whatever the size of the batch', async () => {
    let sessions = 0;
    const { state } = await trainDigits(
      { epochs: 2, batchSize: 64 },
      {
        async openEngine() {
          const engine: OnnxruntimeEngine = await startEngine(1);
          return {
            ...engine,
            async close() {
              ({ sessions } = await engine.statistics());
              await engine.close();
            },
          };
        },
      },
    );
    expect(state).toBe('done');
    expect(sessions).toBe(2);
  });

  it('may be the interpreter, with the same course', async () => {
    const few: Partial<Training> = {
      data: digits(['split', { validation: 20, test: 1752 }], ['normalize']),
      epochs: 2,
      batchSize: 10,
    };
    const [fast, exact] = [
      await trainDigits(few),
      await trainDigits(few, { openEngine: () => Promise.resolve(createInterpreterEngine()) }),
    ];
    expect(exact).toMatchObject({ state: 'done', steps: 6 });
    expect(ofKind(exact.events, 'start')[0]).toMatchObject({ engine: 'interpreter', threads: 1 });
    const [a, b] = [fast, exact].map(({ directory }) => readCurves(directory));
    for (let row = 0; row < 6; row++) expect(a?.values[5 * row + 3]).toBeCloseTo(b?.values[5 * row + 3] ?? 0, 4);
    expect(fast.evaluation?.values.loss).toBeCloseTo(exact.evaluation?.values.loss ?? 0, 4);
  });
});

describe('the data', () => {
  it('may have no rows for validation or the test: then the loss decides', async () => {
    const { events, best, evaluation, state } = await trainDigits({ data: digits(['normalize']), epochs: 2 });
    expect(state).toBe('done');
    expect(evaluation).toBeUndefined();
    expect(best?.metric).toBe('loss');
    const epochs = ofKind(events, 'epoch');
    expect(epochs.map(({ values }) => Object.keys(values))).toEqual([
      ['loss', 'accuracy'],
      ['loss', 'accuracy'],
    ]);
    expect(best?.value).toBe(epochs[1]?.values.loss);
  });

  it.each([
    [1, 25],
    [7, 4],
    [25, 1],
    [5000, 1],
  ])('is cut into batches of %i rows, the last of what is left', async (batchSize, stepsPerEpoch) => {
    const data = digits(['split', { validation: 2, test: 1770 }], ['normalize']);
    const { events, steps, state } = await trainDigits({ data, batchSize, epochs: 2 });
    expect({ state, steps }).toEqual({ state: 'done', steps: 2 * stepsPerEpoch });
    expect(ofKind(events, 'start')[0]?.stepsPerEpoch).toBe(stepsPerEpoch);
  });

  it('may be one-hot, for the same losses', async () => {
    const split = ['split', { test: 0.2 }] as [string, Record<string, number>];
    const sparse = await trainDigits({ data: digits(split, ['normalize']), epochs: 1 });
    const hot = await trainDigits({
      data: digits(split, ['normalize'], ['oneHot']),
      epochs: 1,
      ...losses('categoricalCrossentropy'),
    });
    expect(hot.evaluation?.values.loss).toBeCloseTo(sparse.evaluation?.values.loss ?? 0, 5);
    expect(hot.evaluation?.confusion).toEqual(sparse.evaluation?.confusion);
  });

  it('has to fit the model, before there is a run', async () => {
    const flat = chain('flat', ['input', { shape: [64] }, 'pixels'], ['dense', { units: 10, activation: 'softmax' }]);
    await expect(trainDigits({}, { network: flat })).rejects.toMatchObject({
      name: 'DataError',
      message: expect.stringMatching(
        /Input 1 of the model takes \[batch, 64\] float32, but image of digits is \[batch, 8, 8, 1\]/,
      ),
    });
    await expect(trainDigits(losses('categoricalCrossentropy'))).rejects.toThrow(
      /Output 1 is compared with \[batch, 10\] float32, but digit of digits is \[batch\] int32/,
    );
  });
});
