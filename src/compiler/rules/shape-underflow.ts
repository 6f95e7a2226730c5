import { isUnknown } from '../../ir/dim';
import { callers, inputType, layerLocation } from './flow';
import type { FaultRule } from './rule';
import { bySize, shrinking } from './shrinking';

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
      related: [...shrinking(call.inputs[0]), ...callers(layer.site)],
    };
  },
};
