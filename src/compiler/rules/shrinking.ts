/** What made an image smaller on its way: where sizes are too small or do not fit, the cause is further up. */
import type { Related } from '../../ir/diagnostic';
import { type Dim, formatDim, isNumber } from '../../ir/dim';
import { type CallNode, type Output, typeOf } from '../evaluated';
import { inputType, layerLocation, outputType, upstream } from './flow';

/** `8×6` */
export const bySize = (sizes: unknown): string =>
  Array.isArray(sizes) ? sizes.map((dim: Dim) => formatDim(dim)).join('×') : '?';

/** The last steps that made the image smaller, as long as `among` takes them. */
export function shrinking(output: Output | undefined, among: (call: CallNode) => boolean = () => true): Related[] {
  const steps = output === undefined || typeOf(output) === undefined ? [] : [...upstream(output)];
  return steps
    .filter(among)
    .flatMap((step) => {
      const [before, after] = [inputType(step), outputType(step)].map((type) => bySize(type?.shape.slice(1, 3)));
      const { spec } = step.layer;
      if ((spec.family !== 'pooling' && spec.family !== 'convolution') || before === after || after === '') return [];
      const dropped = leavesOver(step) ? ' and drops what is left over' : '';
      return [{ message: `${spec.op} makes ${after} of ${before}${dropped}.`, location: layerLocation(step.layer) }];
    })
    .slice(0, 3);
}

/** The last window of a pooling without padding ends before the image does. */
function leavesOver(step: CallNode): boolean {
  const { poolSize, strides, padding } = step.layer.reading.args;
  if (!Array.isArray(poolSize) || padding !== 'valid') return false;
  const along = Array.isArray(strides) ? strides : poolSize;
  const image = inputType(step)?.shape.slice(1, 3) ?? [];
  return image.some((size, axis) => isNumber(size) && (size - poolSize[axis]) % along[axis] !== 0);
}
