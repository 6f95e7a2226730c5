/** What a model file may say about data: sources, and the transforms that follow them with a dot. */
import type { Callable } from '../ir/callable';
import { arrays } from './sources/arrays.spec';
import { csv } from './sources/csv.spec';
import { digits } from './sources/digits.spec';
import { idx } from './sources/idx.spec';
import { images } from './sources/images.spec';
import { iris } from './sources/iris.spec';
import { fashionMnist, mnist } from './sources/mnist.spec';
import { npy } from './sources/npy.spec';
import { batch } from './transforms/batch.spec';
import { normalize } from './transforms/normalize.spec';
import { oneHot } from './transforms/one-hot.spec';
import { shuffle } from './transforms/shuffle.spec';
import { split } from './transforms/split.spec';
import { standardize } from './transforms/standardize.spec';

export const sourceSpecs: Readonly<Record<string, Callable>> = {
  digits,
  iris,
  mnist,
  fashionMnist,
  csv,
  arrays,
  npy,
  idx,
  images,
};

export const transformSpecs: Readonly<Record<string, Callable>> = { shuffle, split, batch, normalize, standardize, oneHot };
