import type { Shape } from '../../ir/tensor';
import { callers, callLocation, layerLocation, upstream } from './flow';
import type { FaultRule } from './rule';

export const shapeRank: FaultRule = {
  id: 'shape-rank',
  severity: 'error',
  title: 'A layer gets a tensor with too many or too few axes.',
  doc: `Every layer works on tensors of a certain kind: convolutions and poolings on images, [batch, height, width, channels];
dense on rows of features, [batch, ..., features]. Where the axes do not fit, a step is missing or in the wrong place:
flatten() before it has taken the axes away, or the input lacks its channels ([28, 28, 1] for gray images).`,
  messages: {
    axes: '{op} got {shape}; it needs {axes}.',
    flattened: '{op} got {shape}; it needs {axes}. Put it before flatten(), which made one row of each sample.',
    channels: '{op} got {shape}; it needs {axes}. Add the axis of the channels to the input: 1 for gray images, 3 for colors.',
    atLeast: '{op} got {shape}; it needs {expected} axes.',
  },

  explain({ params }, call) {
    const { layer } = call;
    const shape = params.shape as Shape | undefined;
    const axes = Array.isArray(params.axes) ? `[${params.axes.join(', ')}]` : undefined;
    const before = call.inputs[0] && [...upstream(call.inputs[0])];
    const flat = before?.find(({ layer: { spec } }) => spec.op === 'flatten');
    const fromInput = before?.every(({ layer: { spec } }) => spec.family === 'input');
    const isImage = axes !== undefined && shape?.length === 3 && fromInput === true;
    const message = axes === undefined ? 'atLeast' : flat !== undefined ? 'flattened' : isImage ? 'channels' : 'axes';
    return {
      message,
      params: { op: layer.spec.op, shape: shape ?? 'nothing', axes, expected: params.expected },
      at: callLocation(call),
      layer,
      related: [
        ...(flat === undefined ? [] : [{ message: 'flatten() is here.', location: layerLocation(flat.layer) }]),
        ...callers(layer.site),
      ],
    };
  },
};
