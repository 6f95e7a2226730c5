/** Collects the parts of a Program: ports, states, nodes, and the types of all values. `Graph` adds a method for each primitive. */
import type { Attributes, Node, Port, Program, State, Value } from '../ir/program';
import type { Shape, TensorType } from '../ir/tensor';
import type { Primitive } from './primitive';
import { prune } from './prune';
import { formatType, sameType } from './shapes';

export type PrimitiveTable = Readonly<Record<string, Primitive>>;

/** How `inline` puts a node into the graph: given its inputs there, answers with its outputs there. */
export type Copy = (node: Node, inputs: readonly Value[]) => readonly Value[];

export class Builder {
  readonly #values: TensorType[] = [];
  readonly #nodes: Node[] = [];
  readonly #inputs: Port[] = [];
  readonly #state: State[] = [];
  readonly #outputs: Port[] = [];
  readonly #names = new Set<string>();

  constructor(
    readonly name: string,
    readonly primitives: PrimitiveTable,
  ) {}

  get nodes(): readonly Node[] {
    return this.#nodes;
  }

  typeOf(value: Value): TensorType {
    const type = this.#values[value];
    if (type === undefined) throw new TypeError(`${this.name} has no value ${value}.`);
    return type;
  }

  shapeOf(value: Value): Shape {
    return this.typeOf(value).shape;
  }

  /** The node that makes the value; undefined for inputs and states. */
  maker(value: Value): Node | undefined {
    return this.#nodes.findLast(({ outputs }) => outputs.includes(value));
  }

  input(name: string, type: TensorType): Value {
    const value = this.#add(type);
    this.#claim(`input ${name}`);
    this.#inputs.push({ name, value });
    return value;
  }

  /** What a run keeps for the next one; read only until `update`. */
  state(name: string, type: TensorType): Value {
    const value = this.#add(type);
    this.#claim(`state ${name}`);
    this.#state.push({ name, value });
    return value;
  }

  /** What the state will be after the run. */
  update(state: Value, next: Value): void {
    const at = this.#state.findIndex(({ value }) => value === state);
    const entry = this.#state[at];
    if (entry === undefined) throw new TypeError(`Value ${state} of ${this.name} is no state.`);
    const [was, is] = [this.typeOf(state), this.typeOf(next)];
    if (!sameType(was, is)) throw new TypeError(`${entry.name} is ${formatType(was)} and can't become ${formatType(is)}.`);
    this.#state[at] = { ...entry, next };
  }

  /** What the state is after the updates so far. */
  latest(state: Value): Value {
    return this.#state.find(({ value }) => value === state)?.next ?? state;
  }

  output(name: string, value: Value): void {
    this.#claim(`output ${name}`);
    this.#outputs.push({ name, value });
  }

  /** The Program, without what neither an output nor a state needs. */
  finish(): Program {
    return prune({
      v: 1,
      name: this.name,
      values: this.#values,
      inputs: this.#inputs,
      state: this.#state,
      nodes: this.#nodes,
      outputs: this.#outputs,
    });
  }

  emit(op: string, inputs: readonly Value[], attrs: Attributes = {}): readonly Value[] {
    const primitive = this.primitives[op];
    if (primitive === undefined) throw new TypeError(`There is no primitive '${op}'.`);
    const { arity = inputs.length } = primitive;
    if (inputs.length !== arity) throw new TypeError(`${op} takes ${arity} inputs, got ${inputs.length}.`);
    const types = primitive.infer(
      inputs.map((value) => this.typeOf(value)),
      attrs,
    );
    const outputs = types.map((type) => this.#add(type));
    this.#nodes.push({ op, inputs, outputs, attrs });
    return outputs;
  }

  /** A node with one output. */
  one(op: string, inputs: readonly Value[], attrs?: Attributes): Value {
    const [value] = this.emit(op, inputs, attrs);
    if (value === undefined) throw new TypeError(`${op} has no output.`);
    return value;
  }

  /** Puts the same node in place of one already there, with more outputs behind those it had. Answers with all of them. */
  widen(node: Node, attrs: Attributes): readonly Value[] {
    const types = this.primitives[node.op]?.infer(
      node.inputs.map((value) => this.typeOf(value)),
      attrs,
    );
    const more = types?.slice(node.outputs.length).map((type) => this.#add(type)) ?? [];
    const outputs = [...node.outputs, ...more];
    this.#nodes[this.#nodes.indexOf(node)] = { ...node, outputs, attrs };
    return outputs;
  }

  /** Copies the nodes of a stateless Program in. Answers with its outputs, given its inputs in order. */
  inline(program: Program, inputs: readonly Value[], copy: Copy = (node, own) => this.emit(node.op, own, node.attrs)): Value[] {
    const values = new Map(program.inputs.map(({ value }, k) => [value, inputs[k] as Value]));
    const translate = (value: Value): Value => values.get(value) as Value;
    for (const node of program.nodes) {
      const outputs = copy(node, node.inputs.map(translate));
      for (const [k, value] of node.outputs.entries()) values.set(value, outputs[k] as Value);
    }
    return program.outputs.map(({ value }) => translate(value));
  }

  #add(type: TensorType): Value {
    this.#values.push(type);
    return this.#values.length - 1;
  }

  #claim(name: string): void {
    if (this.#names.has(name)) throw new TypeError(`${this.name} has two of ${name}.`);
    this.#names.add(name);
  }
}
