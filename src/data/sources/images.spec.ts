import { choice, pair } from '../../ir/arguments';
import { defineCallable } from '../../ir/callable';
import { path } from './arguments.spec';

export const images = defineCallable({
  op: 'images',
  doc: 'A folder of pictures (PNG, JPEG) in one folder for each class: cats/1.jpg, dogs/1.jpg. The classes are the names of the folders, in the order of the alphabet. Pixels are 0 to 255.',
  positional: ['path'],
  arguments: {
    path: path('The folder, from the folder of the model file.'),
    size: pair('Height and width that every picture is resized to, bilinearly and without keeping its proportions.'),
    labels: choice('Where the labels come from: the folder that a picture is in.', ['folders'], { default: 'folders' }),
    colorMode: choice("'rgb' gives three channels, 'grayscale' one.", ['rgb', 'grayscale'], { default: 'rgb' }),
  },
});
