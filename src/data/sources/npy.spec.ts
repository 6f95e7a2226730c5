import { defineCallable } from '../../ir/callable';
import { path, targetType } from './arguments.spec';

export const npy = defineCallable({
  op: 'npy',
  doc: 'Two files that numpy.save wrote, also gzipped: one of features, one of targets, with as many rows. The first axis is the rows.',
  positional: ['features', 'targets'],
  arguments: {
    features: path('The file of features, from the folder of the model file.'),
    targets: path('The file of targets.'),
    targetType,
  },
});
