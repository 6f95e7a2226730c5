/** Collects the nodes of one graph, or of one function of it, and gives them names. */
import type { DType, Shape, TensorType } from '../../ir/tensor';
import { numbers } from '../numbers';
import type { Sizes } from '../sizes';
import type { Attributes, DataType, FunctionDef, Node } from './model';
import { reshapeTarget, type SizeSource, sizesWrittenBy } from './sizes';

/** What the graph and its functions share. */
export interface Shared {
  /** Bodies and conditions of loops. */
  readonly functions: FunctionDef[];
  /** A legal name, like the wanted one, that nothing else has. */
  fresh(wanted: string): string;
}

interface Literal {
  readonly shape: readonly number[];
  readonly dtype: DataType;
  readonly data: ArrayBufferView;
}

export class Emitter {
  readonly nodes: Node[] = [];
  readonly sizes: Sizes<SizeSource>;
  readonly #literals = new Map<string, string>();

  /** `prefix` stands before all names. `outer` is asked for the sizes that no input here tells. */
  constructor(
    readonly shared: Shared,
    readonly prefix: string,
    outer?: (symbol: string) => string,
  ) {
    this.sizes = sizesWrittenBy(this, outer);
  }

  /** Writes a node and tells the name of its first output. */
  node(op: string, inputs: readonly string[], attrs: Attributes = {}, name: string = op): string {
    const own = this.shared.fresh(`${this.prefix}${name}`);
    this.nodes.push({ name: own, op, inputs, attrs });
    return own;
  }

  constant({ shape, dtype, data: { buffer, byteOffset, byteLength } }: Literal): string {
    const tensor = { dataType: dtype, dims: shape, data: new Uint8Array(buffer, byteOffset, byteLength) };
    return this.node('Const', [], { dtype: { type: dtype }, value: { tensor } });
  }

  scalar(value: number, dtype: DType = 'float32'): string {
    return this.#literal(`${dtype} ${value}`, { shape: [], dtype, data: numbers(dtype, [value]) });
  }

  /** A whole number of 32 bits without a sign. */
  word(value: number): string {
    return this.#literal(`word ${value}`, { shape: [], dtype: 'uint32', data: Uint32Array.of(value) });
  }

  /** A vector of axes, sizes or positions. */
  ints(...values: readonly number[]): string {
    return this.#literal(`[${values}]`, { shape: [values.length], dtype: 'int32', data: Int32Array.from(values) });
  }

  /** The same numbers in another shape. */
  reshape(name: string, { shape: from, dtype }: TensorType, to: Shape): string {
    if (from.length === to.length && from.every((dim, axis) => typeof dim === 'number' && dim === to[axis])) return name;
    const target = reshapeTarget(to);
    const sizes = target === undefined ? this.sizes.shape(to) : this.ints(...target);
    return this.node('Reshape', [name, sizes], { T: { type: dtype } });
  }

  cast(name: string, from: DataType, to: DataType): string {
    return this.node('Cast', [name], { SrcT: { type: from }, DstT: { type: to } });
  }

  #literal(key: string, tensor: Literal): string {
    const name = this.#literals.get(key) ?? this.constant(tensor);
    this.#literals.set(key, name);
    return name;
  }
}

/** Output number k of a node. */
export const outputOf = (node: string, k: number): string => (k === 0 ? node : `${node}:${k}`);
