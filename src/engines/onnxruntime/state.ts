/**
 * The weights, and what optimizers keep, by name: shared by all programs of an engine. Each has two buffers once a program
 * changes it. A run reads one and writes the other, then they change places: nothing is copied, and a run that fails leaves
 * what there was.
 */
import { Tensor } from 'onnxruntime-node';
import type { TensorData } from '../../ir/tensor';
import type { Tensors } from '../engine';
import { checkState, noValue, type TypedPort } from '../inputs';

interface Entry {
  readonly current: Tensor;
  readonly spare?: Tensor;
}

export class StateStore {
  readonly #entries = new Map<string, Entry>();

  /** Sets what is named. The arrays are the store's from here on. */
  write(state: Tensors): void {
    for (const [name, data] of Object.entries(state)) this.#entries.set(name, { current: toTensor(data) });
  }

  /** Copies of all. */
  read(): Tensors {
    return Object.fromEntries([...this.#entries].map(([name, { current }]) => [name, copyOf(current)]));
  }

  /** What a run is given. */
  current(port: TypedPort): Tensor {
    const { current } = this.#entry(port.name);
    checkState(port, { dtype: current.type as TensorData['dtype'], shape: current.dims });
    return current;
  }

  /** Where a run writes what comes next. */
  next(name: string): Tensor {
    const entry = this.#entry(name);
    const spare = entry.spare ?? toTensor(copyOf(entry.current));
    this.#entries.set(name, { ...entry, spare });
    return spare;
  }

  /** What has been written is the state now. */
  swap(names: readonly string[]): void {
    for (const name of names) {
      const { current, spare = current } = this.#entry(name);
      this.#entries.set(name, { current: spare, spare: current });
    }
  }

  #entry(name: string): Entry {
    const entry = this.#entries.get(name);
    if (entry === undefined) throw noValue(name);
    return entry;
  }
}

export const toTensor = ({ dtype, data, shape }: TensorData): Tensor => new Tensor(dtype, data, shape);

const copyOf = ({ type, data, dims }: Tensor): TensorData => ({
  dtype: type as TensorData['dtype'],
  data: (data as TensorData['data']).slice(),
  shape: dims,
});
