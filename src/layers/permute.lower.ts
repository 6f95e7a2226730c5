import type { Value } from '../ir/program';
import type { Lowering } from '../program/lowering';

export const permute: Lowering<{ readonly dims: readonly number[] }, readonly [Value]> = {
  takesIntegers: true,
  lower: ({ graph, args, inputs: [x] }) => ({ outputs: [graph.transpose(x, [0, ...args.dims])] }),
};
