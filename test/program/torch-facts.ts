/** Numbers that PyTorch computed: `fixtures/program/torch-facts.py` makes them. */
import { readFileSync } from 'node:fs';
import type { ConvAttributes, NormalizationAttributes, PoolAttributes } from '../../src/program/attributes';
import type { Tensor } from '../../src/program/primitive';
import { tensor } from './support';

interface Fact {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

interface Trace {
  readonly start: Fact;
  readonly gradients: readonly Fact[];
  readonly after: readonly Fact[];
}

interface Facts {
  readonly convolutions: readonly (Record<'x' | 'kernel' | 'y' | 'dy' | 'dx' | 'dkernel', Fact> & { attrs: ConvAttributes })[];
  readonly poolings: readonly (Record<'x' | 'y' | 'dy' | 'dx', Fact> & { attrs: PoolAttributes })[];
  readonly entropies: Readonly<
    Record<
      | 'logits'
      | 'targets'
      | 'labels'
      | 'zerosAndOnes'
      | 'softmax'
      | 'logSoftmax'
      | 'softmaxCrossEntropy'
      | 'sparseSoftmaxCrossEntropy'
      | 'sigmoidCrossEntropy',
      Fact
    >
  >;
  readonly optimizers: Readonly<Record<'sgd' | 'momentum' | 'nesterov' | 'adam', Trace>>;
  readonly averagePoolings: Facts['poolings'];
  readonly normalizations: readonly (Record<'x' | 'scale' | 'offset' | 'y' | 'dy' | 'dx' | 'dscale' | 'doffset', Fact> & {
    readonly attrs: NormalizationAttributes;
  })[];
  readonly lookup: Readonly<Record<'table' | 'ids' | 'y' | 'dy' | 'dtable', Fact>>;
  readonly network: {
    readonly x: Fact;
    readonly labels: readonly number[];
    readonly losses: readonly number[];
    readonly start: Readonly<Record<string, Fact>>;
    readonly end: Readonly<Record<string, Fact>>;
  };
}

const file = new URL('../fixtures/program/torch-facts.json', import.meta.url);
export const facts = JSON.parse(readFileSync(file, 'utf8')) as Facts;

export const given = ({ shape, data }: Fact): Tensor => tensor(shape, data);
