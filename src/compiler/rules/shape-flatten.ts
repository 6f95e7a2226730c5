import { comparisons } from './comparison';
import { insertBefore } from './edits';
import { callers, inputType, keepsShape, layerLocation, outputType, upstream } from './flow';
import { lossLocation } from './loss';
import type { CheckRule } from './rule';

export const shapeFlatten: CheckRule = {
  id: 'shape-flatten',
  severity: 'error',
  title: 'Axes of an image or a sequence survive to the loss.',
  doc: `dense() works on the last axis and keeps the others: on an image it gives one prediction for every pixel. Where each
sample has one label, the other axes must go before: flatten() makes one row of each sample.`,
  messages: {
    dense: '{op} works on the last axis: the output would be {output}; the loss expects {expected}. Flatten first.',
    other:
      '{op} keeps more axes than the labels have: the output is {output}; the loss expects {expected}. Add flatten() and dense({width}).',
  },

  *check(checked) {
    for (const { training, output, type, expected } of comparisons(checked)) {
      if (expected === undefined || type.shape.length <= expected.length) continue;
      const tail = [];
      for (const call of upstream(output)) {
        if (call.layer.spec.family !== 'dense' && !keepsShape(call)) break;
        if ((inputType(call)?.shape.length ?? 0) > expected.length) tail.push(call);
      }
      const first = tail.findLast(({ layer: { spec } }) => spec.family === 'dense');
      const { layer, site } = first ?? output.call;
      const fix = first && insertBefore(layer.site, site, 'flatten');
      yield {
        message: first === undefined ? 'other' : 'dense',
        params: {
          op: layer.spec.op,
          output: (first && outputType(first)?.shape) ?? type.shape,
          expected,
          width: expected.at(-1),
        },
        at: layerLocation(layer),
        layer,
        related: [{ message: 'The loss is here.', location: lossLocation(training) }, ...callers(layer.site)],
        fixes: fix === undefined ? [] : [fix],
      };
    }
  },
};
