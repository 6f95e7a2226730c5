import { permutation } from '../random';
import { defineTransform } from '../transform';
import { shuffle as spec } from './shuffle.spec';

export const shuffle = defineTransform(spec, (args) => ({
  rows(rows, trainingSeed) {
    const reorder = (split: Uint32Array): Uint32Array =>
      permutation(split.length, args.seed ?? trainingSeed, 'shuffle').map((at) => split[at] ?? 0);
    return { train: reorder(rows.train), validation: reorder(rows.validation), test: reorder(rows.test) };
  },
}));
