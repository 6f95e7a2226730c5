/** Inside the sandbox: what a model file holds in its hands, tensors and sizes. */
import {
  add,
  type Dim,
  floorDivide,
  formatDim,
  isNumber,
  isUnknown,
  multiply,
  type Polynomial,
  subtract,
  UNKNOWN,
} from '../ir/dim';
import { formatShape } from '../ir/tensor';
import type { Known } from './infer';
import { noteOpenSize, setMark } from './recorder';

const types = new WeakMap<object, Known>();

/**
 * Shapes that nobody has asked for yet: most files never do, and a recording holds none. They are found in the order of the
 * calls, so that a long chain does not go deep.
 */
const pending: { readonly tensor: Tensor; readonly infer: () => Known }[] = [];

export function typeOf(value: unknown): Known {
  if (!(value instanceof Tensor)) return undefined;
  for (const { tensor, infer } of pending.splice(0)) types.set(tensor, infer());
  return types.get(value);
}

/** A tensor of the network: no numbers, but a shape. */
export class Tensor {
  constructor(infer: () => Known, call: number, output: number) {
    pending.push({ tensor: this, infer });
    setMark(this, { $: 'tensor', call, output });
  }

  /** Known sizes are numbers, others `Dimension`s. */
  get shape(): readonly (number | Dimension)[] {
    return (typeOf(this)?.shape ?? [UNKNOWN]).map((dim) => (isNumber(dim) ? dim : new Dimension(dim)));
  }

  get dtype(): string {
    return typeOf(this)?.dtype ?? 'float32';
  }

  toString(): string {
    return `tensor ${formatShape(typeOf(this)?.shape ?? [UNKNOWN])} ${this.dtype}`;
  }
}

/** A size to calculate with by methods: one that is not a number before training (`batch`, `2·time + 1`), or that need not be. */
export class Dimension {
  readonly terms: Polynomial['terms'];

  constructor(dim: Dim) {
    this.terms = isNumber(dim) ? [{ times: dim, of: [] }] : dim.terms;
  }

  plus(other: number | Dimension): Dimension {
    return new Dimension(add(dimOf(this), dimOf(other)));
  }

  minus(other: number | Dimension): Dimension {
    return new Dimension(subtract(dimOf(this), dimOf(other)));
  }

  times(other: number | Dimension): Dimension {
    return new Dimension(multiply(dimOf(this), dimOf(other)));
  }

  /** Rounded down. */
  dividedBy(divisor: number): Dimension {
    return new Dimension(floorDivide(dimOf(this), divisor));
  }

  toString(): string {
    return formatDim(this);
  }

  /** Called by operators. Text is fine; a number may not be known yet. */
  [Symbol.toPrimitive](hint: string): string | number {
    if (hint === 'string') return this.toString();
    const dim = dimOf(this);
    if (isNumber(dim)) return dim;
    if (isUnknown(dim)) {
      noteOpenSize();
      return Number.NaN;
    }
    throw new TypeError(
      `The size '${this}' is not known before training, so + - * / do not work on it. Take it as size(x, axis), and write .plus(), .minus(), .times() or .dividedBy().`,
    );
  }
}

function dimOf(size: number | Dimension): Dim {
  if (typeof size === 'number') return size;
  const [term, ...others] = size.terms;
  return term !== undefined && others.length === 0 && term.of.length === 0 ? term.times : { terms: size.terms };
}

/** A size of a tensor, to calculate with by methods whether it is known or not. */
export function size(x: unknown, axis: unknown): Dimension {
  if (!(x instanceof Tensor)) throw new TypeError('The first argument of size(x, axis) is a tensor.');
  const shape = typeOf(x)?.shape;
  if (shape === undefined) return new Dimension(UNKNOWN);
  const dim = Number.isInteger(axis) ? shape.at(axis as number) : undefined;
  if (dim === undefined) {
    const last = shape.length - 1;
    throw new TypeError(
      `There is no axis ${String(axis)} in ${formatShape(shape)}: size(x, axis) counts them from 0 to ${last}.`,
    );
  }
  return new Dimension(dim);
}
