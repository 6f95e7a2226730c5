import { expect, it } from 'vitest';
import { isModelFile, pathOf, uriOf } from '../../src/server/paths';

it.each([
  ['file:///nets/a.model.ts', '/nets/a.model.ts'],
  ['file:///my%20nets/100%25/%E7%BD%91.model.ts', '/my nets/100%/网.model.ts'],
  ['file:///nets/%23%3F.model.ts', '/nets/#?.model.ts'],
])('%s is the file %s, there and back', (uri, path) => {
  expect(pathOf(uri)).toBe(path);
  expect(pathOf(uriOf(path))).toBe(path);
  expect(isModelFile(uri)).toBe(true);
});

it.each([
  'untitled:Draft-1.model.ts',
  'file://other-machine/nets/a.model.ts',
  'file:///a%2Fb.model.ts',
  'vscode-vfs://github/a/b.model.ts',
])('%s is no file here, and stands for itself', (uri) => {
  expect(pathOf(uri)).toBe(uri);
  expect(uriOf(uri)).toBe(uri);
  expect(isModelFile(uri)).toBe(true);
});

it('a module is no model file', () => {
  expect(isModelFile('file:///nets/model.ts')).toBe(false);
  expect(isModelFile('file:///nets/a.model.tsx')).toBe(false);
});
