/**
 * The weights, and what optimizers keep, by name: shared by all programs of an engine. What loops update is changed in its place.
 * Each of the others has two buffers once a program changes it: a run reads one and writes the other, then they change places.
 * So nothing is copied, and a run that fails leaves what there was.
 */
import { Tensor } from 'onnxruntime-node';
import type { Shape, TensorData } from '../../ir/tensor';
import type { Tensors } from '../engine';
import { checkState, noValue, type TypedPort } from '../inputs';
import { type Arena, Place } from './updates/arena';

interface Entry {
  readonly current: Tensor | Place;
  readonly spare?: Tensor;
}

export class StateStore {
  readonly #entries = new Map<string, Entry>();
  /** Of states that have one, with a value or not yet; by their sizes too, which may change with the program. */
  readonly #places = new Map<string, Place>();

  constructor(readonly arena: Arena) {}

  /** Sets what is named. The arrays are the store's from here on. */
  write(state: Tensors): void {
    for (const [name, data] of Object.entries(state)) this.#set(name, toTensor(data));
  }

  /** Copies of all. */
  read(): Tensors {
    return Object.fromEntries([...this.#entries].map(([name, { current }]) => [name, copyOf(tensorOf(current))]));
  }

  /** What a run is given. */
  current(port: TypedPort): Tensor {
    const current = tensorOf(this.#entry(port.name).current);
    checkState(port, { dtype: current.type as TensorData['dtype'], shape: current.dims });
    return current;
  }

  /** Where a run writes what comes next. */
  next(name: string): Tensor {
    const entry = this.#entry(name);
    const spare = entry.spare ?? toTensor(copyOf(tensorOf(entry.current)));
    this.#entries.set(name, { ...entry, spare });
    return spare;
  }

  /** What has been written is the state now. */
  swap(names: readonly string[]): void {
    for (const name of names) {
      const { current, spare } = this.#entry(name);
      if (spare === undefined) continue;
      if (current instanceof Place) current.fill(spare);
      else this.#entries.set(name, { current: spare, spare: current });
    }
  }

  /** Where a float32 state lies from here on. The arena has to have room. */
  placeOf(name: string, shape: Shape): Place {
    const key = placeKey(name, shape);
    const place = this.#places.get(key) ?? this.arena.place(shape);
    this.#places.set(key, place);
    const current = this.#entries.get(name)?.current;
    if (current instanceof Tensor) this.#set(name, current);
    return place;
  }

  #set(name: string, tensor: Tensor): void {
    const place = tensor.type === 'float32' ? this.#places.get(placeKey(name, tensor.dims)) : undefined;
    this.#entries.set(name, { current: place?.fill(tensor) ?? tensor });
  }

  #entry(name: string): Entry {
    const entry = this.#entries.get(name);
    if (entry === undefined) throw noValue(name);
    return entry;
  }
}

export const toTensor = ({ dtype, data, shape }: TensorData): Tensor => new Tensor(dtype, data, shape);

const placeKey = (name: string, shape: Shape): string => `${name} ${shape}`;

const tensorOf = (current: Tensor | Place): Tensor => (current instanceof Place ? current.tensor : current);

const copyOf = ({ type, data, dims }: Tensor): TensorData => ({
  dtype: type as TensorData['dtype'],
  data: (data as TensorData['data']).slice(),
  shape: dims,
});
