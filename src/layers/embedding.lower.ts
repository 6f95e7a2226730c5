import type { Value } from '../ir/program';
import type { Lowering } from '../program/lowering';

export const embedding: Lowering<unknown, readonly [Value]> = {
  takesIntegers: true,
  lower: ({ graph, inputs: [ids], weight }) => ({ outputs: [graph.gather(weight('embeddings'), graph.cast(ids, 'int32'))] }),
};
