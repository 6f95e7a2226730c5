/** What a model file may say about data: sources, and the transforms that follow them with a dot. */
import type { Callable } from '../ir/callable';
import { digits } from './sources/digits.spec';
import { batch } from './transforms/batch.spec';
import { normalize } from './transforms/normalize.spec';
import { oneHot } from './transforms/one-hot.spec';
import { shuffle } from './transforms/shuffle.spec';
import { split } from './transforms/split.spec';

export const sourceSpecs: Readonly<Record<string, Callable>> = { digits };

export const transformSpecs: Readonly<Record<string, Callable>> = { shuffle, split, batch, normalize, oneHot };
