import { defineCallable } from '../../ir/callable';
import { optionalPath } from './arguments.spec';

const files =
  'train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte, each with or without .gz';

export const mnist = defineCallable({
  op: 'mnist',
  doc: `70,000 handwritten digits: gray images of 28 by 28 pixels, 0 to 255, with labels 0 to 9; the last 10,000 are the test. Its four files (${files}) are looked for in the folder given here, or in mnist/ below the folder that MODELWRIGHT_DATA names.`,
  positional: ['folder'],
  arguments: { folder: optionalPath('The folder of the four files, from the folder of the model file.') },
});

export const fashionMnist = defineCallable({
  op: 'fashionMnist',
  doc: `70,000 pictures of clothes in ten classes, in the format of MNIST: gray, 28 by 28 pixels, 0 to 255; the last 10,000 are the test. Its four files (${files}) are looked for in the folder given here, in fashion-mnist/ below the folder that MODELWRIGHT_DATA names, and where Debian's package dataset-fashion-mnist puts them.`,
  positional: ['folder'],
  arguments: { folder: optionalPath('The folder of the four files, from the folder of the model file.') },
});
