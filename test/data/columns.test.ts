import { describe, expect, it } from 'vitest';
import { inMemory, rescaled } from '../../src/data/columns';
import { identity } from '../../src/data/random';
import type { Column } from '../../src/ir/data';

describe('bytes that are rescaled', () => {
  const column = (size: number): Column => ({ name: 'pixels', shape: [size], dtype: 'uint8', meaning: { kind: 'value' } });
  const [shift, scale, add] = [3, 1 / 255, -0.1];

  it.each([1, 2, 3, 4, 7])('are what the formula says, %i in a row', (size) => {
    const bytes = Uint8Array.from({ length: 256 * size }, (_, k) => k);
    const { take } = rescaled(inMemory(column(size), bytes), column(size), [shift], [scale], add);
    const rows = 255;
    expect(take(identity(rows))).toEqual(
      Float32Array.from(bytes.subarray(0, rows * size), (byte) => (byte - shift) * scale + add),
    );
  });

  it('have their own shift and scale at each position of a list', () => {
    const { take } = rescaled(inMemory(column(4), Uint8Array.of(1, 2, 3, 4)), column(4), [0, 1], [1, 10]);
    expect([...take(identity(1))]).toEqual([1, 10, 3, 30]);
  });
});
