import { trainingsOf } from '../evaluated';
import { argumentLocation } from './flow';
import type { CheckRule } from './rule';

interface Usual {
  /** Below, a step is lost in the rounding of a float32 weight. */
  readonly least: number;
  /** From here on, steps leap over the minimum of all but the smallest problems. */
  readonly most: number;
}

/** Steps of Adam have about the length of the rate itself; those of SGD scale with the gradient. */
const USUAL: Readonly<Record<string, Usual>> = {
  adam: { least: 1e-7, most: 0.1 },
  sgd: { least: 1e-7, most: 1 },
};

export const trainingLr: CheckRule = {
  id: 'training-lr',
  severity: 'warning',
  title: 'The learning rate is far from what its optimizer works with.',
  doc: `The learning rate is the length of a step. When it is too high, the loss leaps about or becomes NaN; when it is too low, the
weights hardly change. Adam usually works with 0.0001 to 0.01, plain gradient descent with 0.001 to 0.5. Begin with the default.`,
  messages: {
    high: 'A learning rate of {rate} is high for {op}, which usually takes less than {most}; the loss may leap about. Its default is {standard}.',
    low: 'A learning rate of {rate} is so low that {op} hardly changes a weight. Its default is {standard}.',
    zero: 'With a learning rate of 0, {op} changes no weight. Its default is {standard}.',
  },

  *check({ evaluated }) {
    for (const { optimizer } of trainingsOf(evaluated)) {
      if (typeof optimizer !== 'object') continue;
      const { reading, spec } = optimizer;
      const rate = reading.args.learningRate;
      const usual = USUAL[spec.op];
      if (usual === undefined || typeof rate !== 'number' || (rate >= usual.least && rate < usual.most)) continue;
      yield {
        message: rate === 0 ? 'zero' : rate < usual.least ? 'low' : 'high',
        params: { op: spec.op, rate, most: usual.most, standard: spec.arguments.learningRate?.default },
        at: argumentLocation(optimizer, 'learningRate'),
      };
    }
  },
};
