/** What a program is given, and whether it fits: engines check before they run, since what fails inside leaves things behind. */
import type { Program } from '../ir/program';
import { count, type DType, formatShape, type Shape, type TensorData } from '../ir/tensor';
import type { Tensors } from './engine';

/** A named value of a Program with its type. */
export interface TypedPort {
  readonly name: string;
  readonly shape: Shape;
  readonly dtype: DType;
}

interface Given extends TensorData {
  readonly name: string;
  readonly declared: Shape;
}

export function typedPort({ values }: Program, { name, value }: Program['inputs'][number]): TypedPort {
  const { shape, dtype } = values[value] as Program['values'][number];
  return { name, shape, dtype };
}

/** The inputs in the order of their ports. Throws a `TypeError` that names what is wrong; sizes are `bindSymbols`' matter. */
export function pickInputs(ports: readonly TypedPort[], inputs: Tensors): readonly Given[] {
  const extra = Object.keys(inputs).find((name) => !ports.some((port) => port.name === name));
  if (extra !== undefined) throw new TypeError(`There is no input '${extra}'.`);
  return ports.map(({ name, dtype, shape: declared }) => {
    const tensor = inputs[name];
    if (tensor === undefined) throw new TypeError(`${name} is missing.`);
    if (tensor.dtype !== dtype) throw new TypeError(`${name} has to be ${dtype}, got ${tensor.dtype}.`);
    const { shape, data } = tensor;
    if (data.length !== count(shape)) {
      throw new TypeError(`${name} has ${data.length} entries, and [${shape.join(', ')}] needs ${count(shape)}.`);
    }
    // The mean of nothing is NaN, and would be trained on.
    if (data.length === 0) throw new TypeError(`${name} is empty: its sizes are [${shape.join(', ')}].`);
    return { name, declared, dtype, shape, data };
  });
}

export const noValue = (state: string): TypeError =>
  new TypeError(`${state} has no value yet: write the state before the first run.`);

/** Throws a `TypeError` where a value does not fit its state. */
export function checkState({ name, dtype, shape }: TypedPort, value: Omit<TensorData, 'data'>): void {
  const { shape: sizes } = value;
  if (value.dtype === dtype && sizes.length === shape.length && sizes.every((size, axis) => size === shape[axis])) return;
  throw new TypeError(`${name} has to be ${dtype} ${formatShape(shape)}, got ${value.dtype} [${sizes.join(', ')}].`);
}
