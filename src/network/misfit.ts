/** Sizes that keep a layer from joining its inputs, in a few signs. */
import { type Dim, formatDim, isUnknown } from '../ir/dim';
import type { Layer } from '../ir/network';
import type { TensorType } from '../ir/tensor';

/** `88 ≠ 89`; undefined where there are fewer than two inputs, or their sizes say nothing. */
export function misfit({ op, args }: Layer, inputs: readonly TensorType[]): string | undefined {
  const shapes = inputs.map(({ shape }) => shape.slice(1));
  const [first] = shapes;
  if (first === undefined || shapes.length < 2) return undefined;
  if (shapes.some(({ length }) => length !== first.length)) return shapes.map(({ length }) => `${length} axes`).join(' ≠ ');
  const joined = op === 'concatenate' && typeof args.axis === 'number' ? args.axis : undefined;
  const along = joined !== undefined && joined < 0 ? first.length + joined : (joined ?? 0) - 1;
  const axes = first.map((_, axis) => different(shapes.map((shape) => shape[axis] ?? 1)));
  // A size of 1 stretches when layers are added; put one behind the other, it does not.
  const wrong = axes.filter(
    (sizes, axis) => axis !== along && (op === 'concatenate' ? sizes : sizes.filter(isNotOne)).length > 1,
  );
  const texts = new Set(wrong.map((sizes) => sizes.join(' ≠ ')));
  return texts.size === 0 ? undefined : [...texts].join(', ');
}

const different = (sizes: readonly Dim[]): string[] => [
  ...new Set(sizes.filter((size) => !isUnknown(size)).map((size) => formatDim(size))),
];

const isNotOne = (size: string): boolean => size !== '1';
