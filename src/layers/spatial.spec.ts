/** What layers share that move a window over images: [batch, height, width, channels]. */
import { BATCH, type Dim, isNumber, UNKNOWN } from '../ir/dim';
import type { Fault } from '../ir/layer-spec';
import type { TensorType } from '../ir/tensor';
import { type Padding, windowExtent, windowOutput } from '../ir/window';

const IMAGE_AXES = ['batch', 'height', 'width', 'channels'] as const;

type Pair = readonly [height: number, width: number];
type Image = readonly [batch: Dim, height: Dim, width: Dim, channels: Dim];

/** The sizes of an image, unknown ones and a fault where the tensor is none. */
export function imageOf(x: TensorType | undefined): { readonly image: Image; readonly faults: readonly Fault[] } {
  const [batch = BATCH, height = UNKNOWN, width = UNKNOWN, channels = UNKNOWN] = x?.shape ?? [];
  if (x === undefined || x.shape.length === 4) return { image: [batch, height, width, channels], faults: [] };
  return {
    image: [batch, UNKNOWN, UNKNOWN, UNKNOWN],
    faults: [{ rule: 'shape-rank', input: 0, params: { expected: '4', axes: IMAGE_AXES, shape: x.shape } }],
  };
}

interface Windows {
  /** The argument that a window too large is blamed on. */
  readonly argument: string;
  readonly size: Pair;
  readonly strides: Pair;
  readonly dilations: Pair;
  readonly padding: Padding;
}

/** Height and width of the result; an axis on which the window does not fit once is unknown, with a fault. */
export function slide(
  [, height, width]: Image,
  windows: Windows,
): { readonly sizes: [Dim, Dim]; readonly faults: readonly Fault[] } {
  const axis = (dim: Dim, at: 0 | 1): Dim =>
    windowOutput(dim, windows.size[at], windows.strides[at], windows.dilations[at], windows.padding);
  const sizes: [Dim, Dim] = [axis(height, 0), axis(width, 1)];
  const underflows = sizes.map((dim) => isNumber(dim) && dim < 1);
  if (!underflows.includes(true)) return { sizes, faults: [] };
  const extents = ([0, 1] as const).map((at) => windowExtent(windows.size[at], windows.dilations[at]));
  const params = {
    input: [height, width],
    window: windows.size,
    /** With the gaps that dilation makes. */
    extent: extents,
    dilations: windows.dilations,
    axes: ['height', 'width'].filter((_, at) => underflows[at]),
  };
  return {
    sizes: [underflows[0] ? UNKNOWN : sizes[0], underflows[1] ? UNKNOWN : sizes[1]],
    faults: [{ rule: 'shape-underflow', argument: windows.argument, params }],
  };
}
