import { callsOf, trainingsOf } from '../evaluated';
import { isCategorical } from './comparison';
import { setArgument } from './edits';
import { callers, layerLocation, outputType, upstream } from './flow';
import type { CheckRule } from './rule';

export const lossSoftmax1: CheckRule = {
  id: 'loss-softmax1',
  severity: 'error',
  title: 'A softmax goes over one unit only, so that it always gives 1.',
  doc: `Softmax divides each score by the sum of all, and one score divided by itself is 1, whatever the weights are: nothing is
learned. To tell two classes apart with one unit, give it the activation sigmoid; otherwise give the layer one unit for each class.`,
  messages: {
    one: '{op} applies softmax to one unit, which always gives 1. Use sigmoid, or one unit for each class.',
  },

  *check({ evaluated }) {
    // Under these losses it is the one unit that is wrong, which other rules say.
    const elsewhere = new Set(
      trainingsOf(evaluated)
        .filter(isCategorical)
        .flatMap(({ model }) => model?.outputs.flatMap((output) => [...upstream(output)].map(({ layer }) => layer)) ?? []),
    );
    for (const call of callsOf(evaluated)) {
      const { layer } = call;
      const { reading, site, spec } = layer;
      if (reading.args.activation !== 'softmax' || reading.problems.length > 0) continue;
      if (outputType(call)?.shape.at(-1) !== 1 || elsewhere.has(layer)) continue;
      const edit = setArgument(site, spec, 'activation', "'sigmoid'");
      yield {
        message: 'one',
        params: { op: spec.op },
        at: layerLocation(layer, 'activation'),
        layer,
        related: callers(site),
        fixes: edit === undefined ? [] : [{ title: 'Change to sigmoid', edits: [edit] }],
      };
    }
  },
};
