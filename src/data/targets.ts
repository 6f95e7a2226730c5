/** What a target means: classes or quantities. */
import type { Column } from '../ir/data';
import { inMemory } from './columns';
import { DataError } from './error';
import type { LoadedColumn } from './source';
import type { TargetType } from './sources/arguments.spec';

type Numbers = Readonly<ArrayLike<number>>;

/** More different numbers are quantities, unless the model file says otherwise. */
const MOST_CLASSES = 1000;

/** One number in every row. Throws a `DataError` where they must be classes and can't be. */
export function numberTarget(name: string, values: Numbers, type: TargetType, partial = false): LoadedColumn {
  const known = partial ? { partial: true as const } : {};
  const classes = type === 'value' ? undefined : classCount(values);
  if (type === 'class' && classes === undefined) {
    throw new DataError('settings', `The targets in ${name} can't be classes: those are whole numbers from 0 on.`, 'targetType');
  }
  if (classes !== undefined && (type === 'class' || isPlausible(values, classes))) {
    const names = Array.from({ length: classes }, (_, index) => String(index));
    return { ...classTarget(name, Int32Array.from(values), names), ...known };
  }
  const column: Column = { name, shape: [], dtype: 'float32', range: rangeOf(values), meaning: { kind: 'value' }, ...known };
  return inMemory(column, Float32Array.from(values));
}

export const classTarget = (name: string, labels: Int32Array | Uint8Array, names: readonly string[]): LoadedColumn =>
  inMemory(
    {
      name,
      shape: [],
      dtype: 'int32',
      range: [0, Math.max(0, names.length - 1)],
      meaning: { kind: 'class', classes: names.length, names },
    },
    labels instanceof Int32Array ? labels : Int32Array.from(labels),
  );

/** Largest class + 1; undefined where the numbers can't be class indices. */
function classCount(values: Numbers): number | undefined {
  let most = -1;
  for (let row = 0; row < values.length; row++) {
    const value = values[row] ?? Number.NaN;
    if (!Number.isInteger(value) || value < 0) return undefined;
    most = Math.max(most, value);
  }
  return most >= 1 && most < 2 ** 20 ? most + 1 : undefined;
}

function isPlausible(values: Numbers, classes: number): boolean {
  if (classes > MOST_CLASSES || values.length < 2 * classes) return false;
  return new Set(Array.from(values)).size === classes;
}

export function rangeOf(values: Numbers): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (let at = 0; at < values.length; at++) {
    const value = values[at] ?? 0;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low > high ? [0, 0] : [low, high];
}
