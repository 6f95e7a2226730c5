/** Learning-rate schedules as the language offers them, with Keras 3's names and defaults; `rate.ts` computes them. */
import { flag, number, whole } from '../ir/arguments';
import { defineCallable } from '../ir/callable';

const initialLearningRate = number('The rate of the first step.', { min: 0 });

/** A record, so that the names are types. */
export const scheduleSpecs = {
  exponentialDecay: defineCallable({
    op: 'exponentialDecay',
    doc: 'A learning rate that falls by the same factor in every decaySteps steps: initialLearningRate · decayRate^(step / decaySteps).',
    positional: ['initialLearningRate', 'decaySteps', 'decayRate'],
    arguments: {
      initialLearningRate,
      decaySteps: whole('In so many steps it falls by decayRate.'),
      decayRate: number('The factor.', { min: 0 }),
      staircase: flag('Whether it falls at once, after every decaySteps steps.', { default: false }),
    },
  }),
  cosineDecay: defineCallable({
    op: 'cosineDecay',
    doc: 'A learning rate that rises to warmupTarget in a straight line, where that is given, and then falls along half a cosine.',
    positional: ['initialLearningRate', 'decaySteps'],
    arguments: {
      initialLearningRate,
      decaySteps: whole('Steps of the fall, after the warm-up.'),
      alpha: number('What is left at the end, as a share of where the fall began.', { default: 0, min: 0, max: 1 }),
      warmupTarget: {
        ...number('The rate at the end of the warm-up; without it there is none.', { min: 0 }),
        type: 'number | null',
        default: null,
        parse: (value: unknown) => (value === null ? null : number('', { min: 0 }).parse(value)),
      },
      warmupSteps: whole('Steps of the warm-up.', { default: 0, min: 0 }),
    },
  }),
};
