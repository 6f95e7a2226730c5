import type { Value } from '../ir/program';
import type { TensorType } from '../ir/tensor';
import type { Lowering } from '../program/lowering';

export const reshape: Lowering<unknown, readonly [Value]> = {
  takesIntegers: true,
  lower: ({ graph, inputs: [x], outputTypes }) => ({ outputs: [graph.reshape(x, (outputTypes[0] as TensorType).shape)] }),
};
