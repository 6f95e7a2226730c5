/** What the page of a preview may say, and what of it is kept: both come from outside the extension. */
import { describe, expect, it } from 'vitest';
import { type FromPreview, isFromPreview, isPreviewState } from '../../src/protocol/preview';

const messages: readonly FromPreview[] = [
  { type: 'ready' },
  { type: 'reveal', node: 'dense', definition: false },
  { type: 'open', open: ['encoder/'] },
  { type: 'model', name: 'net' },
  { type: 'fix', version: 3, finding: 0, fix: 1 },
  { type: 'save', format: 'svg', data: '<svg/>' },
];

describe('a message of the page', () => {
  it.each(messages)('is known: $type', (message) => {
    expect(isFromPreview(message)).toBe(true);
    for (const name of Object.keys(message)) expect(isFromPreview({ ...message, [name]: null }), name).toBe(false);
  });

  it.each([
    undefined,
    null,
    'ready',
    [],
    { type: 'toString' },
    { type: 'open', open: [1] },
    { type: 'fix', version: 1, finding: -1, fix: 0 },
    { type: 'save', format: 'html', data: '' },
  ])('is refused: %j', (message) => {
    expect(isFromPreview(message)).toBe(false);
  });
});

describe('what the page keeps', () => {
  const state = { v: 1, uri: 'file:///net.model.ts', open: [], transform: { x: 0, y: 1.5, k: 1 }, selected: 'dense' };

  it('is known, with and without what may be absent', () => {
    expect(isPreviewState(state)).toBe(true);
    expect(isPreviewState({ v: 1, uri: 'file:///net.model.ts', open: ['encoder/'], model: 'net' })).toBe(true);
  });

  it.each([
    undefined,
    { ...state, v: 2 },
    { ...state, uri: undefined },
    { ...state, open: 'encoder/' },
    { ...state, transform: { x: 0, y: Number.NaN, k: 1 } },
  ])('is refused: %j', (other) => {
    expect(isPreviewState(other)).toBe(false);
  });
});
