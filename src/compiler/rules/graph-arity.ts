import { callers, callLocation } from './flow';
import type { FaultRule } from './rule';

export const graphArity: FaultRule = {
  id: 'graph-arity',
  severity: 'error',
  title: 'A layer is applied to too many or too few tensors.',
  doc: 'Most layers take one tensor: dense(10)(x). Layers that merge take several.',
  messages: {
    one: '{op} is applied to one tensor; it got {got}.',
    exactly: '{op} is applied to {least} tensors; it got {got}.',
    least: '{op} is applied to at least {least} tensors; it got {got}.',
    most: '{op} is applied to at most {most} tensors; it got {got}.',
  },

  explain({ params }, call) {
    const { least, most, got } = params as { least: number; most: number; got: number };
    const message = least === most ? (least === 1 ? 'one' : 'exactly') : got < least ? 'least' : 'most';
    return {
      message,
      params: { op: call.layer.spec.op, ...params },
      at: callLocation(call),
      layer: call.layer,
      related: callers(call.site),
    };
  },
};
