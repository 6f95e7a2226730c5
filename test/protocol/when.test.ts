import { describe, expect, test } from 'vitest';
import { dateText, whenText } from '../../src/protocol/when';

const now = new Date(2026, 0, 2, 9, 5).getTime();

describe('a time', () => {
  test.each([
    ['today 09:05', new Date(2026, 0, 2, 9, 5)],
    ['today 00:00', new Date(2026, 0, 2)],
    ['yesterday 23:59', new Date(2026, 0, 1, 23, 59, 59, 999)],
    ['yesterday 00:00', new Date(2026, 0, 1)],
    ['31 Dec 2025 23:59', new Date(2025, 11, 31, 23, 59)],
    ['3 Sep 2025 07:30', new Date(2025, 8, 3, 7, 30)],
    // A clock that was set back, or another computer's.
    ['3 Jan 08:00', new Date(2026, 0, 3, 8)],
  ])('is %s', (text, date) => {
    expect(whenText(date.getTime(), now)).toBe(text);
  });

  test('has its year where it stays while days go by', () => {
    expect(dateText(new Date(2026, 0, 2, 9, 5).getTime())).toBe('2 Jan 2026 09:05');
  });

  test('is yesterday after a day of 23 hours too', () => {
    const monday = new Date(2026, 2, 30, 0, 30).getTime();
    expect(whenText(new Date(2026, 2, 29, 1, 0).getTime(), monday)).toBe('yesterday 01:00');
  });
});
