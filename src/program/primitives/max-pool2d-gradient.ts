import type { Dim } from '../../ir/dim';
import type { Value } from '../../ir/program';
import { count, formatShape } from '../../ir/tensor';
import { windowPadding } from '../../ir/window';
import type { PoolAttributes } from '../attributes';
import type { Graph } from '../graph';
import type { PrimitiveOf } from '../primitive';
import { refuse, requireSame } from '../shapes';
import { eachTap } from '../windows';
import { inferPooling } from './max-pool2d';

/** Stands in the padding of the expansion: no float32 is less. */
const LOWEST = -3.4028234663852886e38;

/** Gradient of a pooling's x. Among equal maxima under a window the first in row-major order gets all, as in TensorFlow. */
export const maxPool2dGradient: PrimitiveOf<3, PoolAttributes> = {
  name: 'maxPool2dGradient',
  arity: 3,
  infer([x, y, dy], attrs) {
    requireSame('maxPool2dGradient', inferPooling('maxPool2dGradient', x, attrs), y, dy);
    return [x];
  },
  /** Tap by tap of the window: what lies under it, where that is the first maximum, and the gradient put back there. */
  expand(g, [x, y, dy], attrs) {
    const [vertical, horizontal] = poolAxes(g, x, y, attrs);
    const before = [0, vertical.before, horizontal.before, 0];
    const padded = g.pad(x, { before, after: [0, vertical.after, horizontal.after, 0], value: LOWEST });
    let free = g.broadcastTo(g.scalar(1, 'bool'), g.shapeOf(y));
    const shares: Value[] = [];
    for (let row = 0; row < attrs.size[0]; row++) {
      for (let column = 0; column < attrs.size[1]; column++) {
        const tap = [
          { ...vertical, offset: row },
          { ...horizontal, offset: column },
        ] as const;
        const hit = g.logicalAnd(free, g.equal(takeTap(g, padded, tap), y));
        free = g.logicalAnd(free, g.logicalNot(hit));
        shares.push(putTap(g, g.select(hit, dy, g.scalar(0)), tap));
      }
    }
    return [g.slice(shares.reduce(g.add), { begin: before, size: [-1, vertical.input, horizontal.input, -1] })];
  },
  evaluate([x, y, dy], attrs) {
    const channels = x.shape[3] as number;
    const result = new Float64Array(count(x.shape));
    const found = new Uint8Array(count(y.shape));
    eachTap(x.shape, y.shape, { ...attrs, dilations: [1, 1] }, (xPixel, yPixel) => {
      for (let channel = 0; channel < channels; channel++) {
        const [from, at] = [xPixel * channels + channel, yPixel * channels + channel];
        if (found[at] || x.data[from] !== y.data[at]) continue;
        found[at] = 1;
        result[from] = (result[from] as number) + (dy.data[at] as number);
      }
    });
    return [result];
  },
};

/** One axis of a pooling, padded so that from every tap on there are `output` whole strides. */
interface PoolAxis {
  readonly input: number;
  readonly output: number;
  readonly stride: number;
  readonly before: number;
  readonly after: number;
}

function poolAxes(g: Graph, x: Value, y: Value, { size, strides, padding }: PoolAttributes): readonly [PoolAxis, PoolAxis] {
  const along = (axis: 1 | 2): PoolAxis => {
    const [input, output] = [g.shapeOf(x)[axis], g.shapeOf(y)[axis]];
    if (typeof input !== 'number' || typeof output !== 'number') {
      return refuse('maxPool2dGradient', `needs images of a known size, got ${formatShape(g.shapeOf(x))}.`);
    }
    const [window, stride] = [size[axis - 1] as number, strides[axis - 1] as number];
    const [before] = windowPadding(input, window, stride, 1, padding);
    return { input, output, stride, before, after: Math.max(0, window - 1 + output * stride - before - input) };
  };
  return [along(1), along(2)];
}

/** One tap of the window: how far it is from the window's corner. */
type Tap = readonly [vertical: PoolAxis & Offset, horizontal: PoolAxis & Offset];

interface Offset {
  readonly offset: number;
}

/** What lies under one tap of every window: the first entries of all strides from its offset on. */
function takeTap(g: Graph, x: Value, [vertical, horizontal]: Tap): Value {
  const [batch, , , channels] = g.shapeOf(x) as readonly [Dim, Dim, Dim, Dim];
  const { output: rows, stride: down } = vertical;
  const { output: columns, stride: across } = horizontal;
  const begin = [0, vertical.offset, horizontal.offset, 0];
  const reached = g.slice(x, { begin, size: [-1, rows * down, columns * across, -1] });
  const strides = g.reshape(reached, [batch, rows, down, columns, across, channels]);
  const first = g.slice(strides, { begin: [0, 0, 0, 0, 0, 0], size: [-1, -1, 1, -1, 1, -1] });
  return g.reshape(first, [batch, rows, columns, channels]);
}

/** The opposite: an image, padded as x was, with zeros except under that tap. */
function putTap(g: Graph, entries: Value, tap: Tap): Value {
  const [vertical, horizontal] = tap;
  const [below, right] = tap.map(
    ({ input, output, stride, before, after, offset }) => before + input + after - offset - ((output - 1) * stride + 1),
  ) as [number, number];
  return g.pad(g.dilate(entries, { axes: [1, 2], factors: [vertical.stride, horizontal.stride] }), {
    before: [0, vertical.offset, horizontal.offset, 0],
    after: [0, below, right, 0],
  });
}
