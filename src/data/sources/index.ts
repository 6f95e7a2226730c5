import type { Source } from '../source';
import { arrays } from './arrays';
import { csv } from './csv';
import { digits } from './digits';
import { idx } from './idx';
import { images } from './images';
import { iris } from './iris';
import { fashionMnist, mnist } from './mnist';
import { npy } from './npy';

/** By the name in a model file. */
export const sources: Readonly<Record<string, Source>> = {
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
