import { defineCallable } from '../../ir/callable';
import { path } from './arguments.spec';

export const idx = defineCallable({
  op: 'idx',
  doc: "Two files in MNIST's format, also gzipped: unsigned bytes as features, class indices as targets. Images without a channel axis get one: [28, 28] becomes [28, 28, 1].",
  positional: ['features', 'targets'],
  arguments: {
    features: path('The file of images, from the folder of the model file: train-images-idx3-ubyte.gz.'),
    targets: path('The file of labels: train-labels-idx1-ubyte.gz.'),
  },
});
