/** What the layers share that calculate with several tensors entry by entry. */
import { BATCH, type Dim, fits, isUnknown, UNKNOWN } from '../ir/dim';
import type { Inference } from '../ir/layer-spec';
import type { TensorType } from '../ir/tensor';

/**
 * Keras's rule: the batches are one, and behind them shapes are aligned at the last axis, where a size of 1 stretches. Axes
 * that do not fit are unknown in the result.
 */
export function inferMerge(inputs: readonly TensorType[]): Inference {
  const samples = inputs.map(({ shape }) => shape.slice(1));
  const rank = Math.max(0, ...samples.map((sample) => sample.length));
  const sizesAlong = (axis: number): Dim[] => samples.map((sample) => sample[axis - rank + sample.length] ?? 1);
  const merged = Array.from({ length: rank }, (_, axis) => {
    const sizes = sizesAlong(axis).filter((size) => size !== 1);
    const [size = 1] = [...sizes.filter((candidate) => !isUnknown(candidate)), ...sizes];
    return sizes.every((other) => fits(size, other)) ? size : undefined;
  });
  const misfits = [...merged.keys()].filter((axis) => merged[axis] === undefined);
  const shape = [inputs[0]?.shape[0] ?? BATCH, ...merged.map((size) => size ?? UNKNOWN)];
  return {
    outputs: [{ shape, dtype: 'float32' }],
    ...(misfits.length === 0
      ? {}
      : {
          faults: [
            {
              rule: 'shape-merge',
              params: {
                shapes: inputs.map((input) => input.shape),
                sizes: misfits.map(sizesAlong),
                axes: misfits.map((axis) => axis - rank),
              },
            },
          ],
        }),
  };
}
