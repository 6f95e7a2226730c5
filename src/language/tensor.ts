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
import { layerSpecs } from '../layers/index.spec';
import { isTensor } from './assembly';
import { inferLayer, type Known, readLayer } from './infer';
import { decode, noteOpenSize, Output, recorded, recordedList } from './recorder';
import type { Encoded, Entry } from './recording';

/** A tensor of the network: no numbers, but a shape. */
export class Tensor extends Output {
  /** Known sizes are numbers, others `Dimension`s. */
  get shape(): readonly (number | Dimension)[] {
    return (typeOf(this)?.shape ?? [UNKNOWN]).map((dim) => (isNumber(dim) ? dim : new Dimension(dim)));
  }

  get dtype(): string {
    return typeOf(this)?.dtype ?? 'float32';
  }

  override toString(): string {
    return `tensor ${formatShape(typeOf(this)?.shape ?? [UNKNOWN])} ${this.dtype}`;
  }
}

/** By entry. Most files never ask for a shape, so none is found before; then in order, so that a long chain does not go deep. */
const entries: Entry[] = [];
const types: (readonly Known[])[] = [];

function typeOf(tensor: Tensor): Known {
  const mark = Output.markOf(tensor);
  return mark === undefined ? undefined : typeOfMark(decode(mark));
}

function typeOfMark(mark: Encoded): Known {
  if (!isTensor(mark)) return undefined;
  for (let index = types.length; index <= mark.call; index += 1) {
    const entry = recorded(index);
    entries[index] = entry;
    types[index] = typesOf(entry);
  }
  return types[mark.call]?.[mark.output];
}

function typesOf(entry: Entry): readonly Known[] {
  if (entry.kind === 'application') {
    const model = entries[entry.model];
    return model?.kind === 'model' ? model.outputs.map(typeOfMark) : [];
  }
  const layer = entry.kind === 'call' ? entries[entry.layer] : undefined;
  const spec = layer?.kind === 'layer' ? layerSpecs[layer.op] : undefined;
  if (entry.kind !== 'call' || layer?.kind !== 'layer' || spec === undefined) return [];
  return inferLayer(spec, readLayer(spec, recordedList(layer.args)), entry.inputs.map(typeOfMark)).outputs;
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
