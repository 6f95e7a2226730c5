import type { Transform } from '../transform';
import { batch } from './batch';
import { normalize } from './normalize';
import { oneHot } from './one-hot';
import { shuffle } from './shuffle';
import { split } from './split';
import { standardize } from './standardize';

/** By the name in a model file. */
export const transforms: Readonly<Record<string, Transform>> = { shuffle, split, batch, normalize, standardize, oneHot };
