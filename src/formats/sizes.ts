/** Sizes that are known only when a graph runs: computed in it, from the shapes of its inputs. */
import { type Atom, type Dim, formatDim, isNumber, type Term } from '../ir/dim';
import type { Shape } from '../ir/tensor';

/** How a format says them. A size, like all in a graph, goes by the name of what makes it; `Source` is an input. */
export interface SizeWriter<Source> {
  number(value: number): string;
  numbers(values: readonly number[]): string;
  /** Of the input along an axis. */
  entry(source: Source, axis: number): string;
  combine(op: 'add' | 'multiply' | 'floorDivide', a: string, b: string): string;
  vector(sizes: readonly string[]): string;
}

export class Sizes<Source> {
  readonly #sources = new Map<string, { readonly source: Source; readonly axis: number }>();
  readonly #known = new Map<string, string>();
  readonly #writer: SizeWriter<Source>;
  readonly #outer: (symbol: string) => string;

  /** `outer` is asked for the sizes that no input here tells. */
  constructor(writer: SizeWriter<Source>, outer: (symbol: string) => string = unknownSize) {
    this.#writer = writer;
    this.#outer = outer;
  }

  /** An input tells the sizes that its shape names. */
  learn(source: Source, shape: Shape): void {
    for (const [axis, dim] of shape.entries()) {
      const key = formatDim(dim);
      if (!isNumber(dim) && !this.#sources.has(key)) this.#sources.set(key, { source, axis });
    }
  }

  /** A vector of all sizes. */
  shape(shape: Shape): string {
    if (shape.every(isNumber)) return this.#writer.numbers(shape);
    return this.#once(`[${shape.map(formatDim)}]`, () => this.#writer.vector(shape.map((dim) => this.size(dim))));
  }

  /** A single one. */
  size(dim: Dim): string {
    if (isNumber(dim)) return this.#writer.number(dim);
    const key = formatDim(dim);
    return this.#once(key, () => this.#told(key) ?? this.#sum(dim.terms));
  }

  #sum(terms: readonly Term[]): string {
    const names = terms.map((term) => this.#product(term));
    return this.#combine('add', names);
  }

  #product({ times, of }: Term): string {
    const factors = of.map((atom) => this.#atom(atom));
    return this.#combine('multiply', times === 1 && factors.length > 0 ? factors : [...factors, this.#writer.number(times)]);
  }

  #atom(atom: Atom): string {
    if (typeof atom === 'string') return this.#once(atom, () => this.#told(atom) ?? this.#outer(atom));
    return this.#combine('floorDivide', [this.size(atom.floor), this.#writer.number(atom.by)]);
  }

  #told(key: string): string | undefined {
    const found = this.#sources.get(key);
    return found && this.#writer.entry(found.source, found.axis);
  }

  #combine(op: 'add' | 'multiply' | 'floorDivide', names: readonly string[]): string {
    return names.reduce((a, b) => this.#writer.combine(op, a, b));
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
