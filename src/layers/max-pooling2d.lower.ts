import type { Value } from '../ir/program';
import type { Padding } from '../ir/window';
import type { Pair } from '../program/attributes';
import type { Lowering } from '../program/lowering';

type MaxPooling2dArguments = { readonly poolSize: Pair; readonly strides: Pair | null; readonly padding: Padding };

export const maxPooling2d: Lowering<MaxPooling2dArguments, readonly [Value]> = {
  lower({ graph, args: { poolSize, strides, padding }, inputs: [x] }) {
    return { outputs: [graph.maxPool2d(x, { size: poolSize, strides: strides ?? poolSize, padding })] };
  },
};
