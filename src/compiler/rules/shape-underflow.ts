import { type Dim, formatDim, isUnknown } from '../../ir/dim';
import { type CallNode, typeOf } from '../evaluated';
import { callers, inputType, layerLocation, outputType, upstream } from './flow';
import type { FaultRule } from './rule';

export const shapeUnderflow: FaultRule = {
  id: 'shape-underflow',
  severity: 'error',
  title: 'A window is larger than the image it moves over.',
  doc: `A convolution or pooling without padding needs at least one place where its whole window fits. After several poolings
little may be left of an image: 150 pixels become 75, 37, 18, 9, 4, 2, 1. Use fewer layers that shrink, a smaller window, or
padding: 'same'.`,
  messages: {
    window: "{op} gets images of {image}, too small for its window of {window}. Shrink less before it, or set padding: 'same'.",
    dilated:
      "{op} gets images of {image}, too small for its window of {window}, which dilation spreads over {extent}. Shrink less before it, or set padding: 'same'.",
  },

  explain({ argument, params }, call) {
    const { layer } = call;
    // Something further up already had too little to work on.
    if (inputType(call)?.shape.some(isUnknown)) return undefined;
    const [image, window, extent] = [params.input, params.window, params.extent].map(bySize);
    return {
      message: window === extent ? 'window' : 'dilated',
      params: { op: layer.spec.op, image, window, extent },
      at: layerLocation(layer, argument),
      layer,
      related: [...shrinking(call), ...callers(layer.site)],
    };
  },
};

const bySize = (sizes: unknown): string => (Array.isArray(sizes) ? sizes.map((dim: Dim) => formatDim(dim)).join('×') : '?');

/** The last steps that made the image smaller. */
function shrinking(call: CallNode): { message: string; location: ReturnType<typeof layerLocation> }[] {
  const [input] = call.inputs;
  const steps = input === undefined || typeOf(input) === undefined ? [] : [...upstream(input)];
  return steps
    .flatMap((step) => {
      const [before, after] = [inputType(step), outputType(step)].map((type) => bySize(type?.shape.slice(1, 3)));
      const isSmaller = step.layer.spec.family === 'pooling' || step.layer.spec.family === 'convolution';
      if (!isSmaller || before === after) return [];
      return [{ message: `${step.layer.spec.op} makes ${after} of ${before}.`, location: layerLocation(step.layer) }];
    })
    .slice(0, 3);
}
