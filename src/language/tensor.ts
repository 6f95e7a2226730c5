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

/** A size that is not a number before training: `batch`, `2·time + 1`. */
export class Dimension {
  readonly terms: Polynomial['terms'];

  constructor(dim: Dim) {
    this.terms = isNumber(dim) ? [{ times: dim, of: [] }] : dim.terms;
  }

  plus(other: number | Dimension): number | Dimension {
    return wrap(add(this, other));
  }

  minus(other: number | Dimension): number | Dimension {
    return wrap(subtract(this, other));
  }

  times(other: number | Dimension): number | Dimension {
    return wrap(multiply(this, other));
  }

  /** Rounded down. */
  dividedBy(divisor: number): number | Dimension {
    return wrap(floorDivide(this, divisor));
  }

  toString(): string {
    return formatDim(this);
  }

  /** Called by operators. Text is fine; a number is not known yet. */
  [Symbol.toPrimitive](hint: string): string | number {
    if (hint === 'string') return this.toString();
    if (isUnknown(this)) {
      noteOpenSize();
      return Number.NaN;
    }
    throw new TypeError(
      `The size '${this}' is not known before training, so + - * / do not work on it. Write .plus(), .minus(), .times() or .dividedBy().`,
    );
  }
}

const wrap = (dim: Dim): number | Dimension => (isNumber(dim) ? dim : new Dimension(dim));
