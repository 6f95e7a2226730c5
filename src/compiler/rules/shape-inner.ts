import { fits } from '../../ir/dim';
import type { Shape } from '../../ir/tensor';
import { layersOf } from '../evaluated';
import { callLocation, layerLocation } from './flow';
import type { CheckRule } from './rule';

export const shapeInner: CheckRule = {
  id: 'shape-inner',
  severity: 'error',
  title: 'A shared layer gets inputs that need different weights.',
  doc: `A layer that is called twice has one set of weights, whose sizes follow from its first input. Every further input must have
the same features. For weights of its own, make a second layer.`,
  messages: {
    weights: '{op} is shared: its {weight} has the shape {first} from its first input; this one needs {other}.',
  },

  *check({ evaluated }) {
    for (const layer of layersOf(evaluated)) {
      const [first, ...others] = layer.calls;
      for (const call of others) {
        const pairs = (first?.inferred.weights ?? []).map((weight, index) => [weight, call.inferred.weights?.[index]] as const);
        const found = pairs.find(([a, b]) => b !== undefined && !isSame(a.shape, b.shape));
        if (found === undefined) continue;
        const [weight, other] = found;
        yield {
          message: 'weights',
          params: { op: layer.spec.op, weight: weight.name, first: weight.shape, other: other?.shape },
          at: callLocation(call),
          layer,
          related: [{ message: 'The layer is made here.', location: layerLocation(layer) }],
        };
      }
    }
  },
};

const isSame = (a: Shape, b: Shape): boolean => a.length === b.length && a.every((dim, axis) => fits(dim, b[axis] ?? 0));
