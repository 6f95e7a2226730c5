/**
 * Writes the nodes of one graph. A value is known here by its names: one for each layout in which it has been written. Who
 * needs it in a layout that is not there yet asks with `get`, and a Transpose is written; `any` takes what there is.
 *
 * Nodes are written in the Program's order, but for lazy ones (elementwise operations, constants), which wait until somebody
 * asks: a mask is then made in the layout of the gradient it is multiplied with, and a broadcast often not at all.
 */
import { isNumber } from '../../ir/dim';
import type { Program, Node as ProgramNode, Value } from '../../ir/program';
import type { DType, Shape, TensorData, TensorType } from '../../ir/tensor';
import { numbers } from '../numbers';
import type { Sizes } from '../sizes';
import { rearrange } from './constants';
import { canonical, isSplit, type Layout, permutation, sizesIn, splitAs } from './layout';
import type { DataType, Node, Tensor } from './model';
import { reshapeTarget, sizesWrittenBy } from './sizes';

/** How a primitive is said in ONNX. */
export interface Mapping {
  /** Writes the node and tells the names of its outputs by `set`. A lazy one may follow the layout in which it is wanted. */
  write(writer: GraphWriter, node: ProgramNode, wanted?: Layout): void;
  /** Waits until somebody asks for an output. */
  readonly lazy?: boolean;
}

export type MappingTable = Readonly<Record<string, Mapping>>;

/** A value as it lies in memory. */
export interface Written {
  readonly name: string;
  readonly layout: Layout;
}

/** What a graph shares with the bodies of its loops, and with its branches. */
export interface Shared {
  readonly mappings: MappingTable;
  /** Channels of a block, in layouts that split them. */
  readonly block: number;
  /** An input of the outermost graph for a stream of random numbers. */
  random(id: string, type: TensorType): string;
  /** A name that no other value has. */
  fresh(op: string): string;
}

/** The longest chain of waiting nodes: writing one writes those before it, recursively. */
const LONGEST_CHAIN = 50;

export class GraphWriter {
  readonly nodes: Node[] = [];
  readonly initializers: Tensor[] = [];
  readonly sizes: Sizes<string>;
  readonly #program: Program;
  readonly #written = new Map<Value, Written[]>();
  readonly #constants = new Map<Value, TensorData>();
  readonly #waiting = new Map<Value, { readonly node: ProgramNode; readonly chain: number }>();
  /** Undefined stands for an output of the graph. */
  readonly #readers = new Map<Value, (ProgramNode | undefined)[]>();
  readonly #aliases = new Map<Value, Value>();
  readonly #literals = new Map<string, string>();

  /** `outer` is the graph around a branch or the body of a loop. */
  constructor(
    program: Program,
    readonly shared: Shared,
    outer?: GraphWriter,
  ) {
    this.sizes = outer?.sizes ?? sizesWrittenBy(this);
    this.#program = program;
    for (const node of program.nodes) for (const value of node.inputs) this.#addReader(value, node);
    for (const { value } of program.outputs) this.#addReader(value, undefined);
    for (const { next } of program.state) if (next !== undefined) this.#addReader(next, undefined);
  }

  /** For a part that runs in some cases only. It sees what has been written so far, and nothing that still waits to be. */
  branch(): GraphWriter {
    const inner = new GraphWriter(this.#program, this.shared, this);
    for (const [value, names] of this.#written) inner.#written.set(value, names);
    for (const [value, data] of this.#constants) inner.#constants.set(value, data);
    for (const [value, same] of this.#aliases) inner.#aliases.set(value, same);
    return inner;
  }

  // Values

  typeOf(value: Value): TensorType {
    return this.#program.values[value] as TensorType;
  }

  shapeOf(value: Value): Shape {
    return this.typeOf(value).shape;
  }

  /** The node that makes the value and still waits to be written. */
  waiting(value: Value): ProgramNode | undefined {
    return this.#waiting.get(this.#resolve(value))?.node;
  }

  /** The node that reads the value, where nothing else does. */
  onlyReader(value: Value): ProgramNode | undefined {
    const readers = this.#readers.get(value) ?? [];
    return readers.length === 1 ? readers[0] : undefined;
  }

  /** Whether the value can be asked for: its node has been reached. */
  isKnown(value: Value): boolean {
    const own = this.#resolve(value);
    return this.#written.has(own) || this.#constants.has(own) || this.#waiting.has(own);
  }

  /** Says under which name a value is there; without a layout, in the order of the Program's axes. */
  set(value: Value, name: string, layout: Layout = canonical(this.shapeOf(value).length)): void {
    const own = this.#resolve(value);
    this.#written.set(own, [...this.layoutsOf(own), { name, layout }]);
  }

  /** A value that is known while writing: it becomes an initializer in every layout in which it is asked for. */
  setConstant(value: Value, data: TensorData): void {
    this.#constants.set(this.#resolve(value), data);
  }

  /** The first value is another name of the second. */
  alias(value: Value, same: Value): void {
    this.#aliases.set(value, same);
  }

  /** The name of a value in a layout; without one, in the order of the Program's axes. */
  get(value: Value, layout: Layout = canonical(this.shapeOf(value).length)): string {
    const own = this.#resolve(value);
    this.#writeWaiting(own, layout);
    const there = this.layoutsOf(own);
    const found = there.find((candidate) => sameOrder(candidate.layout, layout));
    if (found !== undefined) return found.name;
    const [first] = there;
    const constant = this.#constants.get(own);
    if (first === undefined && constant === undefined) throw new TypeError(`Value ${value} is read before it is made.`);
    const name =
      constant === undefined || isSplit(layout)
        ? this.permute(first ?? this.plain(own), layout, this.shapeOf(own))
        : this.initializer(rearrange(constant, layout));
    this.set(own, name, layout);
    return name;
  }

  /** A value in a layout in which it is there, or comes by itself. */
  any(value: Value, wanted?: Layout): Written {
    const own = this.#resolve(value);
    this.#writeWaiting(own, wanted);
    return this.layoutsOf(own)[0] ?? { name: this.get(own), layout: canonical(this.shapeOf(own).length) };
  }

  /** The same, in a layout that splits no axis. */
  plain(value: Value): Written {
    const first = this.any(value);
    const found = [first, ...this.layoutsOf(value)].find(({ layout }) => !isSplit(layout));
    return found ?? { name: this.get(value), layout: canonical(this.shapeOf(value).length) };
  }

  /** All that has been written of a value. */
  layoutsOf(value: Value): readonly Written[] {
    return this.#written.get(this.#resolve(value)) ?? [];
  }

  // Nodes of the Program

  write(node: ProgramNode): void {
    // Written with the node before it, as a bias is with its convolution.
    if (node.outputs.every((value) => this.isKnown(value))) return;
    const mapping = this.shared.mappings[node.op];
    if (mapping === undefined) throw new TypeError(`'${node.op}' can't be written to ONNX.`);
    if (!mapping.lazy) {
      mapping.write(this, node);
      return;
    }
    const chain = 1 + Math.max(0, ...node.inputs.map((value) => this.#waiting.get(this.#resolve(value))?.chain ?? 0));
    for (const value of node.outputs) this.#waiting.set(value, { node, chain });
    if (chain === LONGEST_CHAIN) for (const value of node.outputs) this.#writeWaiting(value);
  }

  // Nodes of ONNX

  /** Writes a node with one output and tells its name. */
  node(op: string, inputs: readonly string[], attrs: Node['attrs'] = {}, domain?: string): string {
    return this.nodeOf(1, op, inputs, attrs, domain)[0] as string;
  }

  /** The same with several outputs. */
  nodeOf(outputs: number, op: string, inputs: readonly string[], attrs: Node['attrs'] = {}, domain?: string): string[] {
    const names = Array.from({ length: outputs }, () => this.shared.fresh(op));
    this.nodes.push({ op, inputs, outputs: names, attrs, ...(domain === undefined ? {} : { domain }) });
    return names;
  }

  initializer({ shape, dtype, data }: TensorData): string {
    return this.#initializer(dtype, shape, data);
  }

  scalar(value: number, dtype: DType = 'float32'): string {
    return this.#literal(`${dtype} ${value}`, () => this.#initializer(dtype, [], numbers(dtype, [value])));
  }

  /** A vector of axes, sizes or positions. */
  int64(...values: readonly number[]): string {
    const data = BigInt64Array.from(values, (value) => BigInt(value));
    return this.#literal(`int64 ${values}`, () => this.#initializer('int64', [values.length], data));
  }

  /** The same numbers in another shape. */
  reshape(name: string, from: Shape, to: Shape): string {
    if (from.every(isNumber) && to.every(isNumber) && sameOrder(from, to)) return name;
    const target = reshapeTarget(from, to);
    return this.node('Reshape', [name, target === undefined ? this.sizes.shape(to) : this.int64(...target)]);
  }

  /** From one layout to another; only a Reshape where no axis but those of size 1 moves. `shape` is the canonical one. */
  permute({ name, layout }: Written, to: Layout, shape: Shape): string {
    const [from, target] = [splitAs(layout, to), splitAs(to, layout)];
    const places = permutation(from, target).filter((place) => shape[from[place] as number] !== 1);
    const isInOrder = places.every((place, k) => k === 0 || place > (places[k - 1] as number));
    const sameMemory = (given: string, before: Layout, after: Layout): string =>
      sameOrder(before, after) ? given : this.reshape(given, this.sizesIn(shape, before), this.sizesIn(shape, after));
    if (isInOrder) return sameMemory(name, layout, to);
    const perm = { ints: permutation(from, target) };
    return sameMemory(this.node('Transpose', [sameMemory(name, layout, from)], { perm }), target, to);
  }

  sizesIn(shape: Shape, layout: Layout): Shape {
    return sizesIn(shape, layout, this.shared.block);
  }

  #initializer(dataType: DataType, dims: readonly number[], { buffer, byteOffset, byteLength }: ArrayBufferView): string {
    const name = this.shared.fresh('constant');
    this.initializers.push({ name, dataType, dims, data: new Uint8Array(buffer, byteOffset, byteLength) });
    return name;
  }

  #literal(key: string, write: () => string): string {
    const name = this.#literals.get(key) ?? write();
    this.#literals.set(key, name);
    return name;
  }

  #writeWaiting(value: Value, wanted?: Layout): void {
    const node = this.#waiting.get(value)?.node;
    if (node === undefined) return;
    for (const output of node.outputs) this.#waiting.delete(output);
    this.shared.mappings[node.op]?.write(this, node, wanted);
  }

  #resolve(value: Value): Value {
    const same = this.#aliases.get(value);
    return same === undefined ? value : this.#resolve(same);
  }

  #addReader(value: Value, reader: ProgramNode | undefined): void {
    const readers = this.#readers.get(value);
    if (readers === undefined) this.#readers.set(value, [reader]);
    else readers.push(reader);
  }
}

const sameOrder = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((entry, place) => entry === b[place]);
