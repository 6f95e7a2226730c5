import { applicationsOf } from '../evaluated';
import { ownName } from '../names';
import { callers, callLocation, siteLocation } from './flow';
import type { CheckRule, FaultRule } from './rule';

export const graphArity: FaultRule & CheckRule = {
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

  *check({ evaluated }) {
    for (const { model, inputs, site } of applicationsOf(evaluated)) {
      const least = model.inputs.length;
      if (model.outputs.length === 0 || inputs.length === least) continue;
      yield {
        message: least === 1 ? 'one' : 'exactly',
        params: { op: ownName(model) ?? 'model', least, got: inputs.length },
        at: siteLocation(site),
        related: [{ message: 'The model is made here.', location: siteLocation(model.site) }, ...callers(site)],
      };
    }
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
