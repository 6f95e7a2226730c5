/** Memory that onnxruntime and WebAssembly both work in. It grows where programs need more, and goes with the engine. */
import { Tensor } from 'onnxruntime-node';
import { count, type Shape } from '../../../ir/tensor';

const PAGE = 65_536;
/** As far as a position of 32 bits reaches. */
const MOST_PAGES = 65_536;
/** Of tensors: a line of the processor's cache, and a multiple of a loop's stride. */
const ALIGNMENT = 64;

export class Arena {
  #memory?: WebAssembly.Memory;
  #used = 0;

  get memory(): WebAssembly.Memory {
    if (this.#memory === undefined) throw new TypeError('Room is asked for before there is a memory.');
    return this.#memory;
  }

  /** For float32 tensors of these sizes, whether they have a place already or not. False where the address space has none. */
  makeRoomFor(shapes: readonly Shape[]): boolean {
    const bytes = shapes.reduce((sum, shape) => sum + sizeOf(shape), this.#used);
    if (bytes > MOST_PAGES * PAGE) return false;
    try {
      this.#memory ??= new WebAssembly.Memory({ initial: 0, maximum: MOST_PAGES });
      const missing = Math.ceil((bytes - this.#memory.buffer.byteLength) / PAGE);
      if (missing > 0) this.#memory.grow(missing);
      return true;
    } catch {
      return false;
    }
  }

  /** There has to be room. */
  place(shape: Shape): Place {
    const position = this.#used;
    this.#used += sizeOf(shape);
    return new Place(this.memory, position, shape as readonly number[]);
  }
}

/** A float32 tensor in the arena. */
export class Place {
  #tensor?: Tensor;

  constructor(
    readonly memory: WebAssembly.Memory,
    readonly position: number,
    readonly shape: readonly number[],
  ) {}

  get bytes(): number {
    return sizeOf(this.shape);
  }

  fill({ data }: Tensor): this {
    (this.tensor.data as Float32Array).set(data as Float32Array);
    return this;
  }

  /** Made anew when the memory has grown: the arrays before it are empty then. */
  get tensor(): Tensor {
    if ((this.#tensor?.data as Float32Array | undefined)?.buffer !== this.memory.buffer) {
      const data = new Float32Array(this.memory.buffer, this.position, count(this.shape));
      this.#tensor = new Tensor('float32', data, this.shape);
    }
    return this.#tensor as Tensor;
  }
}

const sizeOf = (shape: Shape): number => Math.ceil((4 * count(shape as readonly number[])) / ALIGNMENT) * ALIGNMENT;
