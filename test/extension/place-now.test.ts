/** Places of a run in a file that was edited since. */
import { expect, test } from 'vitest';
import { placeNow } from '../../src/extension/training/place-now';

const frozen = `let x = scan;
x = dense(10)(x);
x = dense(
  20,
)(x);
x = dense(10)(x);
`;
const at = (line: number, endLine = line) => ({ start: { line, character: 4 }, end: { line: endLine, character: 13 } });
const lineIn = (current: string, line: number, endLine = line): number | undefined =>
  placeNow(frozen, at(line, endLine), current)?.start.line;

test('stays in the same text, and with other line ends', () => {
  expect(placeNow(frozen, at(1), frozen)).toEqual(at(1));
  expect(placeNow(frozen, at(2, 4), frozen.replaceAll('\n', '\r\n'))).toEqual(at(2, 4));
});

test('moves with its lines', () => {
  expect(placeNow(frozen, at(2, 4), `// One more line.\n${frozen}`)).toEqual(at(3, 5));
  expect(placeNow(frozen, at(2, 4), frozen.replace('let x = scan;\n', ''))).toEqual(at(1, 3));
});

test('is the nearest of equal lines', () => {
  expect(lineIn(frozen, 5)).toBe(5);
  expect(lineIn(`\n${frozen}`, 1)).toBe(2);
  expect(lineIn(`\n${frozen}`, 5)).toBe(6);
});

test('is gone when a line of it was changed', () => {
  expect(lineIn(frozen.replace('20', '30'), 2, 4)).toBeUndefined();
  expect(lineIn('', 1)).toBeUndefined();
});

test('is nowhere when it is not in the frozen text', () => {
  expect(placeNow(frozen, at(40), frozen)).toBeUndefined();
  expect(placeNow(frozen, at(5, 9), frozen)).toBeUndefined();
});
