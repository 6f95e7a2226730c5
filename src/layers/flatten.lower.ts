import { type Dim, product } from '../ir/dim';
import type { Value } from '../ir/program';
import type { Lowering } from '../program/lowering';

export const flatten: Lowering<unknown, readonly [Value]> = {
  takesIntegers: true,
  lower({ graph, inputs: [x] }) {
    const [batch, ...sample] = graph.shapeOf(x) as readonly [Dim, ...Dim[]];
    return { outputs: [graph.reshape(x, [batch, product(sample)])] };
  },
};
