import type { Value } from '../ir/program';
import type { Lowering } from '../program/lowering';

export const globalAveragePooling2d: Lowering<{ readonly keepDims: boolean }, readonly [Value]> = {
  lower: ({ graph, args, inputs: [x] }) => ({ outputs: [graph.reduceMean(x, [1, 2], args.keepDims)] }),
};
