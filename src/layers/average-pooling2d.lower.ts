import type { Value } from '../ir/program';
import type { Padding } from '../ir/window';
import type { Pair } from '../program/attributes';
import type { Lowering } from '../program/lowering';

type AveragePooling2dArguments = { readonly poolSize: Pair; readonly strides: Pair | null; readonly padding: Padding };

export const averagePooling2d: Lowering<AveragePooling2dArguments, readonly [Value]> = {
  lower({ graph, args: { poolSize, strides, padding }, inputs: [x] }) {
    return { outputs: [graph.averagePool2d(x, { size: poolSize, strides: strides ?? poolSize, padding })] };
  },
};
