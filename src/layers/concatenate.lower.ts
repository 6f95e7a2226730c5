import type { TensorType } from '../ir/tensor';
import type { Lowering } from '../program/lowering';

export const concatenate: Lowering<{ readonly axis: number }> = {
  takesIntegers: true,
  lower({ graph, args, inputs, outputTypes }) {
    const { dtype } = outputTypes[0] as TensorType;
    const values = inputs.map((x) => graph.cast(x, dtype));
    return { outputs: [graph.concat(values, args.axis)] };
  },
};
