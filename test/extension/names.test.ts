import { describe, expect, test } from 'vitest';
import { freeName, modelFileName, nameProblem } from '../../src/extension/commands/model-name';
import { fileNameOf } from '../../src/extension/preview/file-name';

describe('the name of a new model', () => {
  test('gets its ending once', () => {
    expect(['reader', ' reader ', 'reader.ts', 'reader.model', 'reader.model.ts'].map(modelFileName)).toEqual(
      Array(5).fill('reader.model.ts'),
    );
  });

  test('is offered with a number where there is one already', () => {
    expect(freeName('reader', ['a.model.ts'])).toBe('reader');
    expect(freeName('reader', ['Reader.model.ts', 'reader-2.model.ts'])).toBe('reader-3');
  });

  test.each(['reader', 'two words', 'Größe-2', '数字', '_a.b'])('may be %j', (name) => {
    expect(nameProblem(name, [])).toBeUndefined();
  });

  test.each([
    '',
    '.',
    '..',
    '../a',
    'a/b',
    'a\\b',
    '.hidden',
    'a:b',
    'a*',
    'a\nb',
    '$(touch x)',
    '-rf',
    'a|b',
    "a'b",
    '<b>',
    'x'.repeat(95),
  ])('may not be %j', (name) => {
    expect(nameProblem(name, [])).toMatch(/^(Use letters|The name has \d+ characters)/);
  });

  test('is no device of Windows', () => {
    expect(nameProblem('con', [])).toBe('con is the name of a device on Windows.');
    expect(nameProblem('LPT1.a', [])).toMatch(/device/);
    expect(nameProblem('console', [])).toBeUndefined();
  });

  test('is not taken, whatever the case of its letters', () => {
    expect(nameProblem('Reader', ['reader.model.ts'])).toBe('Reader.model.ts is there already.');
    expect(nameProblem('reader', ['reader.ts'])).toBeUndefined();
  });
});

test.each([
  ['digitsCnn', 'digitsCnn'],
  ['../../etc/passwd', 'etc-passwd'],
  ['<img src=x onerror=alert(1)>', 'img-src-x-onerror-alert-1'],
  ['a\\b:c', 'a-b-c'],
  ['', 'model'],
  ['...', 'model'],
  ['数字', '数字'],
])('the picture of %j is saved as %s', (name, file) => {
  expect(fileNameOf(name)).toBe(file);
});
