import { expect } from 'vitest';
import { BATCH } from '../../src/ir/dim';
import type { Value } from '../../src/ir/program';
import { count, type DType, type Shape } from '../../src/ir/tensor';
import { Graph } from '../../src/program/graph';
import { interpret } from '../../src/program/interpret';
import { uniform } from '../../src/program/philox';
import type { Tensor } from '../../src/program/primitive';
import { primitives } from '../../src/program/primitives';

export type Tensors = Readonly<Record<string, Tensor>>;

export const graph = (name = 'test'): Graph => new Graph(name, primitives);

export const tensor = (shape: readonly number[], data: ArrayLike<number>, dtype: DType = 'float32'): Tensor => ({
  shape,
  dtype,
  data: Float64Array.from(data),
});

/** Numbers from −1 to 1, or in a range; the same for the same id. */
export function randomTensor(id: string, shape: readonly number[], [low, high]: readonly [number, number] = [-1, 1]): Tensor {
  const data = Float64Array.from(uniform(count(shape), { seed: 7, id, step: 0 }));
  return tensor(
    shape,
    data.map((u) => low + (high - low) * u),
  );
}

/** Whole numbers from 0 to `limit` − 1. */
export const randomLabels = (id: string, shape: readonly number[], limit: number): Tensor => ({
  ...randomTensor(id, shape, [0, limit]),
  dtype: 'int32',
  data: randomTensor(id, shape, [0, limit]).data.map(Math.floor),
});

export const batched = (...rest: readonly number[]): Shape => [BATCH, ...rest];

/** |a − b| ≤ tolerance · (1 + max |b|), for the whole tensor. */
export function expectClose(a: ArrayLike<number>, b: ArrayLike<number>, tolerance: number, what = 'tensor'): void {
  expect(a.length, `${what}: number of entries`).toBe(b.length);
  const largest = Array.from(b).reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  const worst = Array.from(a).reduce((most, x, i) => Math.max(most, Math.abs(x - (b[i] as number))), 0);
  expect(worst, `${what}: largest difference`).toBeLessThanOrEqual(tolerance * (1 + largest));
}

/** The slope of an output along every entry of an input (or state), by central differences. */
export function slopes(run: (tensors: Tensors) => number, tensors: Tensors, name: string, step = 1e-5): Float64Array {
  const at = tensors[name] as Tensor;
  const along = (i: number, by: number): number =>
    run({ ...tensors, [name]: { ...at, data: at.data.with(i, (at.data[i] as number) + by) } });
  return at.data.map((_, i) => (along(i, step) - along(i, -step)) / (2 * step));
}

/** Builds a Program from named inputs, runs it, and answers with its outputs by name. */
export function compute(
  inputs: Tensors,
  build: (g: Graph, values: readonly Value[]) => Readonly<Record<string, Value>>,
): Tensors {
  const g = graph();
  const values = Object.entries(inputs).map(([name, { shape, dtype }]) => g.input(name, { shape, dtype }));
  for (const [name, value] of Object.entries(build(g, values))) g.output(name, value);
  return interpret(g.finish(), { inputs }).outputs;
}
