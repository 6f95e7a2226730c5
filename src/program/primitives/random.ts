import { count, type Shape } from '../../ir/tensor';
import { uniform } from '../philox';
import type { PrimitiveOf } from '../primitive';

/** Uniform in [0, 1): a pure function of the run's seed and step, the id and the position, equal on every engine. */
export const random: PrimitiveOf<0, { readonly id: string; readonly shape: Shape }> = {
  name: 'random',
  arity: 0,
  infer: (_, { shape }) => [{ shape, dtype: 'float32' }],
  evaluate: (_, { id }, { outputs: [{ shape }], seed, step }) => [Float64Array.from(uniform(count(shape), { seed, id, step }))],
};
