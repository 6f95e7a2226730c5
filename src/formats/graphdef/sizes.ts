/** Sizes that are known only when the graph runs, as int32: computed from the shapes of the inputs. */
import { type Atom, type Dim, formatDim, isNumber, type Term } from '../../ir/dim';
import type { DType, Shape, TensorType } from '../../ir/tensor';
import type { Attributes } from './model';

const INT = { T: { type: 'int32' } } as const;

/** Writes into the graph, or into the function, that the sizes are of. */
interface NodeWriter {
  node(op: string, inputs: readonly string[], attrs?: Attributes): string;
  scalar(value: number, dtype: DType): string;
  ints(...values: readonly number[]): string;
}

export class Sizes {
  readonly #sources = new Map<string, { readonly name: string; readonly type: TensorType; readonly axis: number }>();
  readonly #known = new Map<string, string>();

  constructor(
    readonly emitter: NodeWriter,
    readonly outer: (symbol: string) => string = unknownSize,
  ) {}

  /** An input tells the sizes that its shape names. */
  learn(name: string, type: TensorType): void {
    for (const [axis, dim] of type.shape.entries()) {
      const key = formatDim(dim);
      if (!isNumber(dim) && !this.#sources.has(key)) this.#sources.set(key, { name, type, axis });
    }
  }

  /** A vector of all sizes. */
  shape(shape: Shape): string {
    if (shape.every(isNumber)) return this.emitter.ints(...shape);
    return this.#once(`[${shape.map(formatDim)}]`, () => {
      const sizes = shape.map((dim) => this.size(dim));
      return this.emitter.node('Pack', sizes, { ...INT, N: { i: sizes.length } });
    });
  }

  /** What a Reshape is told: −1 for a size that follows from the others. */
  target(to: Shape): string {
    const sizes = to.map((dim) => (isNumber(dim) ? dim : -1));
    const isClear = sizes.filter((size) => size === -1).length <= 1 && !(sizes.includes(0) && sizes.includes(-1));
    return isClear ? this.emitter.ints(...sizes) : this.shape(to);
  }

  /** A single number. */
  size(dim: Dim): string {
    if (isNumber(dim)) return this.emitter.scalar(dim, 'int32');
    return this.#once(
      formatDim(dim),
      () =>
      this.#fromShape(formatDim(dim)) ?? this.#combine('AddV2', dim.terms.map((term) => this.#term(term))), // biome-ignore format: one thought
    );
  }

  #term({ times, of }: Term): string {
    const factors = of.map((atom) => this.#atom(atom));
    const isPlain = times === 1 && factors.length > 0;
    return this.#combine('Mul', isPlain ? factors : [...factors, this.emitter.scalar(times, 'int32')]);
  }

  #atom(atom: Atom): string {
    if (typeof atom === 'string') return this.#once(atom, () => this.#fromShape(atom) ?? this.outer(atom));
    return this.emitter.node('FloorDiv', [this.size(atom.floor), this.emitter.scalar(atom.by, 'int32')], INT);
  }

  #fromShape(key: string): string | undefined {
    const source = this.#sources.get(key);
    if (source === undefined) return undefined;
    const { emitter } = this;
    const shape = emitter.node('Shape', [source.name], { T: { type: source.type.dtype } });
    const ends = [emitter.ints(source.axis), emitter.ints(source.axis + 1), emitter.ints(1)];
    return emitter.node('StridedSlice', [shape, ...ends], { ...INT, Index: { type: 'int32' }, shrink_axis_mask: { i: 1 } });
  }

  #combine(op: 'AddV2' | 'Mul', names: readonly string[]): string {
    return names.reduce((a, b) => this.emitter.node(op, [a, b], INT));
  }

  #once(key: string, write: () => string): string {
    const name = this.#known.get(key) ?? write();
    this.#known.set(key, name);
    return name;
  }
}

function unknownSize(symbol: string): never {
  throw new TypeError(`The size '${symbol}' can't be computed: it is the size of no input.`);
}
