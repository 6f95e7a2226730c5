/** Rows that somebody wrote as JSON, checked against the inputs of a network. */
import { isNumber as isKnown } from '../ir/dim';
import { count, type TensorData } from '../ir/tensor';
import type { GivenRows, InputType } from '../trainer/predict-run';
import { CommandError } from './errors';

/**
 * A list with one entry a row: nested lists of the input's shape, or all its values in one list. Where a network has
 * several inputs, an entry is an object with a list for each. `from` is what messages call the file.
 */
export function readRows(text: string, from: string, inputs: readonly InputType[]): GivenRows {
  const entries = entriesOf(parse(text, from), from, inputs);
  const columns = inputs.map((input) => {
    const shape = knownShape(input);
    return { shape, dtype: input.dtype, data: valuesOf(entries, input, shape, inputs.length > 1, from) };
  });
  return {
    rows: entries.length,
    batch: (start, end) =>
      columns.map(({ shape, dtype, data }): TensorData => {
        const size = count(shape);
        return { shape: [end - start, ...shape], dtype, data: data.slice(start * size, end * size) };
      }),
  };
}

function parse(text: string, from: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CommandError(`${from} is no JSON: ${error instanceof Error ? error.message : error}`);
  }
}

function entriesOf(value: unknown, from: string, inputs: readonly InputType[]): readonly unknown[] {
  if (!Array.isArray(value)) throw new CommandError(`${from} is to hold a list of rows: [[...], [...]]`);
  if (value.length === 0) throw new CommandError(`${from} holds no rows.`);
  // All the values of a single row, where a row is more than a number.
  const [only, ...others] = inputs;
  const isOneRow = only !== undefined && others.length === 0 && value.every((entry) => typeof entry === 'number');
  return isOneRow && count(knownShape(only)) > 1 ? [value] : value;
}

function knownShape({ name, shape }: InputType): number[] {
  const sizes = shape.slice(1);
  if (sizes.every(isKnown)) return sizes;
  throw new CommandError(`${name} takes rows of any length, which can't be read from a file yet. Use --split.`);
}

function valuesOf(
  entries: readonly unknown[],
  { name, dtype }: InputType,
  shape: readonly number[],
  several: boolean,
  from: string,
): TensorData['data'] {
  const size = count(shape);
  const data =
    dtype === 'float32'
      ? new Float32Array(entries.length * size)
      : dtype === 'int32'
        ? new Int32Array(entries.length * size)
        : new Uint8Array(entries.length * size);
  const takes = `${name} takes ${shape.length > 1 ? `${shape.join(' × ')} = ${size}` : size}`;
  for (const [k, entry] of entries.entries()) {
    const where = `${from}: row ${k + 1}`;
    const value = isObject(entry) ? entry[name] : several ? undefined : entry;
    if (value === undefined) throw new CommandError(`${where} has no '${name}'. Write: { "${name}": [...] }`);
    const values: unknown[] = Array.isArray(value) ? value.flat(Number.POSITIVE_INFINITY) : [value];
    if (values.length !== size) {
      throw new CommandError(`${where} has ${values.length} value${values.length === 1 ? '' : 's'}; ${takes}.`);
    }
    const nested = shapeOf(value);
    if (nested === undefined || (nested.length > 1 && nested.join() !== shape.join())) {
      throw new CommandError(`${where} is ${nested?.join(' × ') ?? 'a list of lists that differ in length'}; ${takes}.`);
    }
    for (const [at, one] of values.entries()) {
      if (typeof one !== 'number' || (dtype !== 'float32' && !Number.isInteger(one))) {
        const wanted = dtype === 'float32' ? 'number' : 'whole number';
        throw new CommandError(`${where}, value ${at + 1} is ${JSON.stringify(one)}, and ${name} takes a ${wanted} there.`);
      }
      data[k * size + at] = one;
    }
  }
  return data;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Sizes of nested lists; undefined where lists side by side differ. */
function shapeOf(value: unknown): readonly number[] | undefined {
  if (!Array.isArray(value)) return [];
  const [first, ...others] = value.map(shapeOf);
  if (first === undefined) return value.length === 0 ? [0] : undefined;
  return others.every((other) => other?.join() === first.join()) ? [value.length, ...first] : undefined;
}
