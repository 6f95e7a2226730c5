/**
 * Sizes that are known only when the graph runs, as int64 vectors. They are computed from the shapes of the inputs, in the
 * outermost graph, where the bodies of loops see them too.
 */
import { type Atom, type Dim, equal, formatDim, isNumber, type Term } from '../../ir/dim';
import type { Shape } from '../../ir/tensor';
import type { Node } from './model';

/** Writes into the outermost graph. */
interface NodeWriter {
  node(op: string, inputs: readonly string[], attrs?: Node['attrs']): string;
  int64(...values: readonly number[]): string;
}

export class Sizes {
  readonly #sources = new Map<string, { readonly name: string; readonly axis: number }>();
  readonly #known = new Map<string, string>();
  readonly #writer: NodeWriter;

  constructor(outermost: NodeWriter) {
    this.#writer = outermost;
  }

  /** An input tells the sizes that its shape names. */
  learn(name: string, shape: Shape): void {
    for (const [axis, dim] of shape.entries()) {
      if (isNumber(dim)) continue;
      const key = formatDim(dim);
      if (!this.#sources.has(key)) this.#sources.set(key, { name, axis });
    }
  }

  /** A vector of all sizes. */
  shape(shape: Shape): string {
    if (shape.every(isNumber)) return this.#writer.int64(...shape);
    return this.#once(
      `[${shape.map(formatDim)}]`,
      (writer) =>
      writer.node('Concat', shape.map((dim) => this.size(dim)), { axis: { i: 0 } }), // biome-ignore format: one call
    );
  }

  /** What a Reshape is told: −1 for a size that follows from the others, 0 for one that stays where it is. */
  target(from: Shape, to: Shape): string {
    const sizes = to.map((dim, axis) => (isNumber(dim) ? dim : equal(from[axis] ?? -1, dim) ? 0 : -1));
    return sizes.filter((size) => size === -1).length > 1 ? this.shape(to) : this.#writer.int64(...sizes);
  }

  /** A vector with one entry. */
  size(dim: Dim): string {
    if (isNumber(dim)) return this.#writer.int64(dim);
    return this.#once(formatDim(dim), (writer) => {
      const source = this.#sources.get(formatDim(dim));
      if (source !== undefined) return shapeEntry(writer, source.name, source.axis);
      return combine(
        writer,
        'Add',
        dim.terms.map((term) => this.#term(term)),
      );
    });
  }

  #term({ times, of }: Term): string {
    const factors = of.map((atom) => this.#atom(atom));
    return combine(this.#writer, 'Mul', times === 1 && factors.length > 0 ? factors : [...factors, this.#writer.int64(times)]);
  }

  #atom(atom: Atom): string {
    if (typeof atom !== 'string') return this.#writer.node('Div', [this.size(atom.floor), this.#writer.int64(atom.by)]);
    const source = this.#sources.get(atom);
    if (source === undefined) throw new TypeError(`The size '${atom}' can't be computed: it is the size of no input.`);
    return shapeEntry(this.#writer, source.name, source.axis);
  }

  #once(key: string, write: (writer: NodeWriter) => string): string {
    const name = this.#known.get(key) ?? write(this.#writer);
    this.#known.set(key, name);
    return name;
  }
}

const shapeEntry = (writer: NodeWriter, name: string, axis: number): string =>
  writer.node('Shape', [name], { start: { i: axis }, end: { i: axis + 1 } });

const combine = (writer: NodeWriter, op: 'Add' | 'Mul', names: readonly string[]): string =>
  names.reduce((a, b) => writer.node(op, [a, b]));
