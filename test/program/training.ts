import type { Loss, LossKind, Objective, Optimizer, Training } from '../../src/ir/training';

export const adam: Optimizer = { kind: 'adam', learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };
export const sgd: Optimizer = { kind: 'sgd', learningRate: 0.1, momentum: 0, nesterov: false };

export const loss = (kind: LossKind, rest: Partial<Loss> = {}): Loss => ({
  kind,
  output: 0,
  fromLogits: false,
  weight: 1,
  ...rest,
});

export const training = (objectives: readonly Objective[], metrics: readonly string[] = []): Training => ({
  v: 1,
  name: 'default',
  model: 'net',
  data: { source: { op: 'none', args: {} }, transforms: [] },
  objectives,
  metrics,
  epochs: 1,
  batchSize: 4,
  seed: 0,
});

export const supervised = (kind: LossKind, optimizer: Optimizer = sgd, metrics: readonly string[] = ['accuracy']): Training =>
  training([{ losses: [loss(kind)], optimizer }], metrics);
