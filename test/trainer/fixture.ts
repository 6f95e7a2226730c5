/** A small network on the real digits, trained in a folder of its own. */
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import type { Training } from '../../src/ir/training';
import type { RunEvent } from '../../src/protocol/events';
import type { Outcome } from '../../src/trainer/conduct';
import { resume, type TrainOptions, train } from '../../src/trainer/train';
import { digits, host } from '../data/host';
import { startEngine } from '../engines/support';
import { chain } from '../network/build';

export const mlp = chain(
  'digitsMlp',
  ['input', { shape: [8, 8, 1] }, 'image'],
  ['flatten'],
  ['dense', { units: 32, activation: 'relu' }],
  ['dropout', { rate: 0.1 }],
  ['dense', { units: 10, activation: 'softmax' }, 'digit'],
);

export const training: Training = {
  v: 1,
  name: 'default',
  model: 'digitsMlp',
  data: digits(['split', { validation: 0.1, test: 0.1 }], ['normalize']),
  objectives: [
    {
      losses: [{ kind: 'sparseCategoricalCrossentropy', output: 0, fromLogits: false, weight: 1 }],
      optimizer: { kind: 'adam', learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
    },
  ],
  metrics: ['accuracy'],
  epochs: 4,
  batchSize: 100,
  seed: 1,
};

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

export function temporaryProject(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'modelwright-training-')));
  folders.push(folder);
  writeFileSync(join(folder, 'package.json'), '{}');
  return folder;
}

export interface Trained extends Outcome {
  readonly events: readonly RunEvent[];
}

export function trainDigits(
  change: Partial<Training> = {},
  { project = temporaryProject(), ...options }: Partial<TrainOptions> & { readonly project?: string } = {},
): Promise<Trained> {
  const file = join(project, 'digits.model.ts');
  return listening(options.onEvent, (onEvent) =>
    train({
      file,
      sources: [{ path: file, text: '// the model\n' }],
      network: mlp,
      training: { ...training, ...change },
      versions: { modelwright: '0.1.0' },
      ...surroundings,
      ...options,
      onEvent,
    }),
  );
}

export const resumeDigits = (directory: string): Promise<Trained> =>
  listening(undefined, (onEvent) => resume({ directory, ...surroundings, onEvent }));

const surroundings = {
  data: host,
  openEngine: () => startEngine(1),
  stop: new AbortController().signal,
};

async function listening(
  onEvent: TrainOptions['onEvent'] | undefined,
  work: (onEvent: TrainOptions['onEvent']) => Promise<Outcome>,
): Promise<Trained> {
  const events: RunEvent[] = [];
  const outcome = await work((event) => {
    events.push(event);
    onEvent?.(event);
  });
  return { ...outcome, events };
}

export const ofKind = <K extends RunEvent['k']>(events: readonly RunEvent[], kind: K): Extract<RunEvent, { k: K }>[] =>
  events.filter((event): event is Extract<RunEvent, { k: K }> => event.k === kind);

export const learningRate = (rate: number): Pick<Training, 'objectives'> => ({
  objectives: training.objectives.map((objective) => ({
    ...objective,
    optimizer: { kind: 'sgd', learningRate: rate, momentum: 0, nesterov: false },
  })),
});
