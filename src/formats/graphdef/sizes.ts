/** Sizes that are known only when the graph, or a function of it, runs: as int32. */
import { isNumber } from '../../ir/dim';
import type { DType, Shape } from '../../ir/tensor';
import { Sizes } from '../sizes';
import { type Attributes, INT } from './model';

interface NodeWriter {
  node(op: string, inputs: readonly string[], attrs?: Attributes): string;
  scalar(value: number, dtype: DType): string;
  ints(...values: readonly number[]): string;
}

/** An input of the graph or the function. */
export interface SizeSource {
  readonly name: string;
  readonly dtype: DType;
}

const OPS = { add: 'AddV2', multiply: 'Mul', floorDivide: 'FloorDiv' } as const;

export const sizesWrittenBy = (emitter: NodeWriter, outer?: (symbol: string) => string): Sizes<SizeSource> =>
  new Sizes<SizeSource>(
    {
      number: (value) => emitter.scalar(value, 'int32'),
      numbers: (values) => emitter.ints(...values),
      entry({ name, dtype }, axis) {
        const shape = emitter.node('Shape', [name], { T: { type: dtype } });
        const ends = [emitter.ints(axis), emitter.ints(axis + 1), emitter.ints(1)];
        return emitter.node('StridedSlice', [shape, ...ends], { ...INT, Index: { type: 'int32' }, shrink_axis_mask: { i: 1 } });
      },
      combine: (op, a, b) => emitter.node(OPS[op], [a, b], INT),
      vector: (sizes) => emitter.node('Pack', sizes, { ...INT, N: { i: sizes.length } }),
    },
    outer,
  );

/** What a Reshape is told: −1 for a size that follows from the others. Undefined: it is to be told the whole shape. */
export function reshapeTarget(to: Shape): readonly number[] | undefined {
  const sizes = to.map((dim) => (isNumber(dim) ? dim : -1));
  const isClear = sizes.filter((size) => size === -1).length <= 1 && !(sizes.includes(0) && sizes.includes(-1));
  return isClear ? sizes : undefined;
}
