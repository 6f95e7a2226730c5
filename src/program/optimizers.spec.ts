/** Optimizers as the language offers them, with Keras 3's names and defaults; `optimizers.ts` says what they are in primitives. */
import { type Argument, flag, number, Refusal } from '../ir/arguments';
import { defineCallable } from '../ir/callable';

/** A number or a schedule, as the recording of a model file tells of one. */
const learningRate = (usual: number): Argument<unknown> => {
  const constant = number('Step length; a schedule changes it from step to step.', { default: usual, min: 0 });
  return {
    ...constant,
    type: 'number | Schedule',
    parse(value) {
      if (typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'schedule') return value;
      const parsed = constant.parse(value);
      return parsed instanceof Refusal ? new Refusal(`${parsed.expected}, or a schedule such as cosineDecay(...)`) : parsed;
    },
  };
};

/** A record, so that the names are types. */
export const optimizerSpecs = {
  sgd: defineCallable({
    op: 'sgd',
    doc: 'Gradient descent, with momentum if wanted: v ← momentum · v − rate · g; w ← w + v.',
    positional: ['learningRate'],
    arguments: {
      learningRate: learningRate(0.01),
      momentum: number('How much of the last step is kept.', { default: 0, min: 0, max: 1 }),
      nesterov: flag('Whether the gradient is taken ahead of the momentum.', { default: false }),
    },
  }),
  adam: defineCallable({
    op: 'adam',
    doc: 'Adam (Kingma and Ba, 2014): steps scaled by running means of the gradient and of its square.',
    positional: ['learningRate'],
    arguments: {
      learningRate: learningRate(0.001),
      beta1: number('Decay of the mean of the gradient.', { default: 0.9, min: 0, max: 1, maxExcluded: true }),
      beta2: number('Decay of the mean of its square.', { default: 0.999, min: 0, max: 1, maxExcluded: true }),
      epsilon: number('Keeps the division finite.', { default: 1e-7, min: 0 }),
    },
  }),
};
