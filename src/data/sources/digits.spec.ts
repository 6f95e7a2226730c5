import { defineCallable } from '../../ir/callable';

export const digits = defineCallable({
  op: 'digits',
  doc: '1,797 real handwritten digits: images of 8 by 8 pixels with values 0 to 16, and labels 0 to 9. They come with Modelwright.',
  positional: [],
  arguments: {},
});
