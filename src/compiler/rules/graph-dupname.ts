import { showBriefly } from '../../language/recording';
import { callsBetween } from '../applications';
import type { LayerNode } from '../evaluated';
import { callers, layerLocation } from './flow';
import type { CheckRule } from './rule';

export const graphDupname: CheckRule = {
  id: 'graph-dupname',
  severity: 'error',
  title: 'Two layers of a model have the same name.',
  doc: `Weights in checkpoints and exports are found by the name of their layer, so a model can't have two of one name. A layer
that is meant to be used twice is made once and called twice.`,
  messages: {
    name: 'Two layers are named {name}: weights are found by this name.',
  },

  *check({ models, ids }) {
    for (const model of models) {
      const named = new Map<string, LayerNode>();
      for (const { layer } of callsBetween(model)) {
        const { name } = layer.reading.args;
        if (typeof name !== 'string') continue;
        // In another block it is another name.
        const id = ids.get(layer) ?? '';
        const whole = id.slice(0, id.lastIndexOf('/') + 1) + name;
        const first = named.get(whole) ?? layer;
        named.set(whole, first);
        if (first === layer) continue;
        yield {
          message: 'name',
          params: { name: showBriefly(name) },
          at: layerLocation(layer, 'name'),
          layer,
          related: [{ message: 'The other one is here.', location: layerLocation(first, 'name') }, ...callers(layer.site)],
        };
      }
    }
  },
};
