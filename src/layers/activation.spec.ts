import { activation as activationName } from '../ir/arguments';
import { BATCH } from '../ir/dim';
import { defineLayer } from '../ir/layer-spec';

export const activation = defineLayer({
  op: 'activation',
  keras: 'Activation',
  family: 'activation',
  doc: 'Applies a function to every value; softmax works along the last axis.',
  positional: ['activation'],
  arguments: {
    activation: activationName('Name of the function.'),
  },
  arity: [1, 1],

  infer({ args, inputs: [x] }) {
    const outputs = [{ shape: x?.shape ?? [BATCH], dtype: 'float32' as const }];
    if (args.activation !== 'softmax' || x === undefined || x.shape.length >= 2) return { outputs };
    return { outputs, faults: [{ rule: 'shape-rank', input: 0, params: { expected: 'at least 2', shape: x.shape } }] };
  },
});
