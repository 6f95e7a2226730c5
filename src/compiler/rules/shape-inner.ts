import { fits, product } from '../../ir/dim';
import type { Shape } from '../../ir/tensor';
import { applicationsOf, type Evaluated, layersOf, typeOf } from '../evaluated';
import { ownName } from '../names';
import { positionalPlace } from '../places';
import { insertBefore } from './edits';
import { callers, callLocation, layerLocation, placeLocation, siteLocation } from './flow';
import type { CheckRule, Finding } from './rule';

export const shapeInner: CheckRule = {
  id: 'shape-inner',
  severity: 'error',
  title: 'A shared layer or a model gets an input of other sizes than it was made for.',
  doc: `A layer that is called twice has one set of weights, whose sizes follow from its first input. Every further input must have
the same features. For weights of its own, make a second layer. A model that is applied like a layer takes what its own input()
says.`,
  messages: {
    weights: '{op} is shared: its {weight} has the shape {first} from its first input; this one needs {other}.',
    model: '{name} is applied to {got}; its input takes {expected}.',
  },

  *check({ evaluated }) {
    yield* applications(evaluated);
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

function* applications(evaluated: Evaluated): Generator<Finding> {
  for (const { model, inputs, site } of applicationsOf(evaluated)) {
    if (inputs.length !== model.inputs.length) continue;
    for (const [position, input] of inputs.entries()) {
      const [got, expected] = [typeOf(input), typeOf(model.inputs[position])];
      if (got === undefined || expected === undefined || isSame(got.shape.slice(1), expected.shape.slice(1))) continue;
      const [size] = expected.shape.slice(1);
      const flat = expected.shape.length === 2 && size !== undefined && fits(product(got.shape.slice(1)), size);
      const fix = flat ? insertBefore(site, site, 'flatten') : undefined;
      yield {
        message: 'model',
        params: { name: ownName(model) ?? 'model', got: got.shape, expected: expected.shape },
        at: placeLocation(positionalPlace(site, position)),
        related: [{ message: 'The model is made here.', location: siteLocation(model.site) }, ...callers(site)],
        fixes: fix === undefined ? [] : [fix],
      };
    }
  }
}
