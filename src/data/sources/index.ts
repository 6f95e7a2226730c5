import type { Source } from '../source';
import { digits } from './digits';

/** By the name in a model file. */
export const sources: Readonly<Record<string, Source>> = { digits };
