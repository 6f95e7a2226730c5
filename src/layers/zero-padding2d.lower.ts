import type { Value } from '../ir/program';
import type { Pair } from '../program/attributes';
import type { Lowering } from '../program/lowering';

export const zeroPadding2d: Lowering<{ readonly padding: readonly [Pair, Pair] }, readonly [Value]> = {
  lower({ graph, args, inputs: [x] }) {
    const [[top, bottom], [left, right]] = args.padding;
    return { outputs: [graph.pad(x, { before: [0, top, left, 0], after: [0, bottom, right, 0] })] };
  },
};
