/**
 * Builds a Program: every method adds a node and answers with the value it makes. Types follow from the primitives, whose
 * table is handed in (`new Graph(name, primitives)`), so that primitives build graphs themselves without importing each other.
 */
import type { Value } from '../ir/program';
import type { DType, Shape, TensorType } from '../ir/tensor';
import type {
  AdamAttributes,
  ConvAttributes,
  DilateAttributes,
  MatmulAttributes,
  MomentumAttributes,
  NormalizationAttributes,
  PadAttributes,
  PoolAttributes,
  ReduceAttributes,
  SliceAttributes,
} from './attributes';
import { Builder } from './builder';
import { sameShape } from './shapes';

interface Loop {
  readonly carries: readonly Value[];
  readonly sequences?: readonly Value[];
  readonly constants?: readonly Value[];
  readonly reverse?: boolean;
}

interface LoopResult {
  readonly carries: readonly Value[];
  readonly stacked: readonly Value[];
}

/** What a batch became, and what it was like before. */
interface Normalized {
  readonly y: Value;
  readonly mean: Value;
  readonly variance: Value;
}

export class Graph extends Builder {
  readonly #scalars = new Map<string, Value>();

  /** An empty graph over the same primitives: for the body of a loop. */
  fresh(name: string): Graph {
    return new Graph(name, this.primitives);
  }

  // Constants

  constant(value: number | readonly number[], shape: readonly number[], dtype: DType = 'float32'): Value {
    return this.one('constant', [], { value, shape, dtype });
  }

  scalar(value: number, dtype: DType = 'float32'): Value {
    const key = `${dtype} ${value}`;
    const scalar = this.#scalars.get(key) ?? this.constant(value, [], dtype);
    this.#scalars.set(key, scalar);
    return scalar;
  }

  zeros({ shape, dtype }: TensorType): Value {
    return this.broadcastTo(this.scalar(0, dtype), shape);
  }

  // One operand

  neg = (x: Value): Value => this.one('neg', [x]);
  exp = (x: Value): Value => this.one('exp', [x]);
  log = (x: Value): Value => this.one('log', [x]);
  sqrt = (x: Value): Value => this.one('sqrt', [x]);
  abs = (x: Value): Value => this.one('abs', [x]);
  tanh = (x: Value): Value => this.one('tanh', [x]);
  sigmoid = (x: Value): Value => this.one('sigmoid', [x]);
  relu = (x: Value): Value => this.one('relu', [x]);
  logicalNot = (x: Value): Value => this.one('logicalNot', [x]);
  stopGradient = (x: Value): Value => this.one('stopGradient', [x]);

  cast(x: Value, dtype: DType): Value {
    return this.typeOf(x).dtype === dtype ? x : this.one('cast', [x], { dtype });
  }

  // Two operands that broadcast

  add = (a: Value, b: Value): Value => this.one('add', [a, b]);
  sub = (a: Value, b: Value): Value => this.one('sub', [a, b]);
  mul = (a: Value, b: Value): Value => this.one('mul', [a, b]);
  div = (a: Value, b: Value): Value => this.one('div', [a, b]);
  pow = (a: Value, b: Value): Value => this.one('pow', [a, b]);
  maximum = (a: Value, b: Value): Value => this.one('maximum', [a, b]);
  minimum = (a: Value, b: Value): Value => this.one('minimum', [a, b]);
  equal = (a: Value, b: Value): Value => this.one('equal', [a, b]);
  greater = (a: Value, b: Value): Value => this.one('greater', [a, b]);
  greaterEqual = (a: Value, b: Value): Value => this.one('greaterEqual', [a, b]);
  less = (a: Value, b: Value): Value => this.one('less', [a, b]);
  logicalAnd = (a: Value, b: Value): Value => this.one('logicalAnd', [a, b]);
  select = (condition: Value, a: Value, b: Value): Value => this.one('select', [condition, a, b]);

  // Layout

  reshape(x: Value, shape: Shape): Value {
    return sameShape(this.shapeOf(x), shape) ? x : this.one('reshape', [x], { shape });
  }

  /** Reverses the axes where no order is given. */
  transpose(x: Value, perm?: readonly number[]): Value {
    return this.one('transpose', [x], { perm: perm ?? this.#axes(x).reverse() });
  }

  broadcastTo(x: Value, shape: Shape): Value {
    return sameShape(this.shapeOf(x), shape) ? x : this.one('broadcastTo', [x], { shape });
  }

  concat(values: readonly Value[], axis: number): Value {
    const [first] = values;
    return this.one('concat', values, { axis: first === undefined ? axis : this.#axis(first, axis) });
  }

  slice = (x: Value, attrs: SliceAttributes): Value => this.one('slice', [x], attrs);

  pad(x: Value, attrs: Omit<PadAttributes, 'value'> & { readonly value?: number }): Value {
    return this.one('pad', [x], { value: 0, ...attrs });
  }

  reverse = (x: Value, axes: readonly number[]): Value =>
    this.one('reverse', [x], { axes: axes.map((axis) => this.#axis(x, axis)) });

  dilate = (x: Value, attrs: DilateAttributes): Value => this.one('dilate', [x], attrs);

  /** A new axis of size 1. */
  expandDims(x: Value, axis: number): Value {
    const shape = this.shapeOf(x);
    return this.reshape(x, shape.toSpliced(axis < 0 ? axis + shape.length + 1 : axis, 0, 1));
  }

  // Reductions: over all axes where none are named; negative ones count from the end

  reduceSum = (x: Value, axes?: readonly number[], keepDims = false): Value =>
    this.#reduce('reduceSum', this.#summand(x, axes), axes, keepDims);
  reduceMean = (x: Value, axes?: readonly number[], keepDims = false): Value => this.#reduce('reduceMean', x, axes, keepDims);
  reduceMax = (x: Value, axes?: readonly number[], keepDims = false): Value => this.#reduce('reduceMax', x, axes, keepDims);
  argMax = (x: Value, axis: number): Value => this.one('argMax', [x], { axis: this.#axis(x, axis) });
  oneHot = (x: Value, depth: number): Value => this.one('oneHot', [x], { depth });

  /** How many entries x has along the axes, as a number that is known when the Program runs. */
  extent = (x: Value, axes: readonly number[]): Value =>
    this.one('extent', [x], { axes: axes.map((axis) => this.#axis(x, axis)) });

  // Linear algebra, convolution, pooling

  matmul(a: Value, b: Value, attrs: Partial<MatmulAttributes> = {}): Value {
    return this.one('matmul', [a, b], { transposeA: false, transposeB: false, ...attrs });
  }

  conv2d(x: Value, kernel: Value, attrs: Partial<ConvAttributes> = {}): Value {
    return this.one('conv2d', [x, kernel], { strides: [1, 1], padding: 'valid', dilations: [1, 1], groups: 1, ...attrs });
  }

  conv2dInputGradient = (dy: Value, kernel: Value, x: Value, attrs: ConvAttributes): Value =>
    this.one('conv2dInputGradient', [dy, kernel, x], attrs);

  conv2dFilterGradient = (x: Value, dy: Value, kernel: Value, attrs: ConvAttributes): Value =>
    this.one('conv2dFilterGradient', [x, dy, kernel], attrs);

  maxPool2d = (x: Value, attrs: PoolAttributes): Value => this.one('maxPool2d', [x], attrs);
  maxPool2dGradient = (x: Value, y: Value, dy: Value, attrs: PoolAttributes): Value =>
    this.one('maxPool2dGradient', [x, y, dy], attrs);

  averagePool2d = (x: Value, attrs: PoolAttributes): Value => this.one('averagePool2d', [x], attrs);
  averagePool2dGradient = (dy: Value, x: Value, attrs: PoolAttributes): Value =>
    this.one('averagePool2dGradient', [dy, x], attrs);

  // Normalization and look-ups

  batchNormalization(x: Value, scale: Value, offset: Value, attrs: NormalizationAttributes): Normalized {
    const [y, mean, variance] = this.emit('batchNormalization', [x, scale, offset], attrs);
    return { y: y as Value, mean: mean as Value, variance: variance as Value };
  }

  batchNormalizationGradient(
    dy: Value,
    x: Value,
    scale: Value,
    mean: Value,
    variance: Value,
    attrs: NormalizationAttributes,
  ): readonly [Value, Value, Value] {
    const [dx, dscale, doffset] = this.emit('batchNormalizationGradient', [dy, x, scale, mean, variance], attrs);
    return [dx as Value, dscale as Value, doffset as Value];
  }

  gather = (table: Value, ids: Value): Value => this.one('gather', [table, ids]);
  gatherGradient = (dy: Value, ids: Value, table: Value): Value => this.one('gatherGradient', [dy, ids, table]);

  // Losses and updates

  softmax = (x: Value, axis = -1): Value => this.one('softmax', [x], { axis: this.#axis(x, axis) });
  logSoftmax = (x: Value, axis = -1): Value => this.one('logSoftmax', [x], { axis: this.#axis(x, axis) });
  softmaxCrossEntropy = (logits: Value, targets: Value): Value => this.one('softmaxCrossEntropy', [logits, targets]);
  sparseSoftmaxCrossEntropy = (logits: Value, labels: Value): Value => this.one('sparseSoftmaxCrossEntropy', [logits, labels]);
  sigmoidCrossEntropy = (logits: Value, targets: Value): Value => this.one('sigmoidCrossEntropy', [logits, targets]);

  sgdUpdate = (w: Value, g: Value, rate: Value): Value => this.one('sgdUpdate', [w, g, rate]);

  momentumUpdate(w: Value, g: Value, velocity: Value, rate: Value, attrs: MomentumAttributes): readonly [Value, Value] {
    const [next, nextVelocity] = this.emit('momentumUpdate', [w, g, velocity, rate], attrs);
    return [next as Value, nextVelocity as Value];
  }

  adamUpdate(w: Value, g: Value, m: Value, v: Value, alpha: Value, attrs: AdamAttributes): readonly [Value, Value, Value] {
    const [next, nextM, nextV] = this.emit('adamUpdate', [w, g, m, v, alpha], attrs);
    return [next as Value, nextM as Value, nextV as Value];
  }

  // Randomness and loops

  /** Uniform in [0, 1). An id stands for one stream: two randoms of one id are equal. */
  random = (id: string, shape: Shape): Value => this.one('random', [], { id, shape });

  /**
   * A loop over axis 0 of the sequences. `step` builds the body from the carries, one slice of each sequence and the
   * constants.
   */
  scan(
    { carries, sequences = [], constants = [], reverse = false }: Loop,
    step: (body: Graph, carries: readonly Value[], slices: readonly Value[], constants: readonly Value[]) => LoopResult,
  ): LoopResult {
    const body = this.fresh(`${this.name}/scan`);
    const slice = ({ shape, dtype }: TensorType): TensorType => ({ shape: shape.slice(1), dtype });
    const result = step(
      body,
      carries.map((value, k) => body.input(`carry/${k}`, this.typeOf(value))),
      sequences.map((value, k) => body.input(`slice/${k}`, slice(this.typeOf(value)))),
      constants.map((value, k) => body.input(`constant/${k}`, this.typeOf(value))),
    );
    for (const [k, value] of result.carries.entries()) body.output(`carry/${k}`, value);
    for (const [k, value] of result.stacked.entries()) body.output(`stacked/${k}`, value);
    const outputs = this.emit('scan', [...carries, ...sequences, ...constants], {
      body: body.finish(),
      carries: carries.length,
      sequences: sequences.length,
      reverse,
    });
    return { carries: outputs.slice(0, carries.length), stacked: outputs.slice(carries.length) };
  }

  #reduce(op: string, x: Value, axes: readonly number[] | undefined, keepDims: boolean): Value {
    const attrs: ReduceAttributes = { axes: axes?.map((axis) => this.#axis(x, axis)) ?? this.#axes(x), keepDims };
    return attrs.axes.length === 0 ? x : this.one(op, [x], attrs);
  }

  /** A maximum pooling's gradient only hands on what it is given, so that both have the same sum over an image. */
  #summand(x: Value, axes: readonly number[] = this.#axes(x)): Value {
    const maker = this.maker(x);
    return maker?.op === 'maxPool2dGradient' && axes.includes(1) && axes.includes(2) ? (maker.inputs[2] as Value) : x;
  }

  #axes(x: Value): number[] {
    return this.shapeOf(x).map((_, axis) => axis);
  }

  #axis(x: Value, axis: number): number {
    return axis < 0 ? axis + this.shapeOf(x).length : axis;
  }
}
