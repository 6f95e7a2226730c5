import { expect, it } from 'vitest';
import { plain } from '../../src/ir/markdown';

it.each([
  ['2,570 parameters', '2,570 parameters'],
  ['1.5 MMACs, 3.25 of it', '1.5 MMACs, 3.25 of it'],
  ['48 = 16 + 32, then (line 7); "a-b" and 100%', '48 = 16 + 32, then (line 7); "a-b" and 100%'],
  ['a layer,\n# of\tmine', 'a layer, \\# of mine'],
])('%j is left as it is where no sign means anything', (text, expected) => {
  expect(plain(text)).toBe(expected);
});

it.each([
  ['[x](command:y)', '\\[x\\](command\\:y)'],
  ['<b> &lt; `c` *d* _e_ ~~f~~ | $g$', '\\<b\\> \\&lt; \\`c\\` \\*d\\* \\_e\\_ \\~\\~f\\~\\~ \\| \\$g\\$'],
  ['http://a.b www.c.d e@f.g', 'http\\:\\/\\/a\\.b www\\.c\\.d e\\@f\\.g'],
  ['1. item', '1\\. item'],
  ['12) item', '12\\) item'],
  ['- item', '\\- item'],
  ['+ item', '\\+ item'],
  ['=', '\\='],
  [' - item', ' \\- item'],
  ['\\,', '\\\\,'],
])('%j becomes nothing else than text', (text, expected) => {
  expect(plain(text)).toBe(expected);
});
