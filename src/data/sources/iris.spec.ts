import { defineCallable } from '../../ir/callable';

export const iris = defineCallable({
  op: 'iris',
  doc: '150 irises: length and width of their sepals and petals in centimeters, and one of three species. They come with Modelwright.',
  positional: [],
  arguments: {},
});
