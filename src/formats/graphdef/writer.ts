/**
 * Writes the nodes of one Program. A value is known by the name of what makes it in the graph. What a mapping leaves out,
 * because another node has taken it in, is cut off at the end, with all that nothing reads.
 */
import type { Node, Program, State, Value } from '../../ir/program';
import type { Shape, TensorType } from '../../ir/tensor';
import { Graph } from '../../program/graph';
import { primitives } from '../../program/primitives';
import type { Emitter } from './emitter';
import type { Attributes } from './model';

/** How a primitive is said in TensorFlow. */
export interface Mapping {
  /** Whether this very node can be said so; else its expansion is written. Absent: always. */
  fits?(writer: GraphWriter, node: Node): boolean;
  /** Writes the node and tells the names of its outputs by `set`. */
  write(writer: GraphWriter, node: Node): void;
}

export type MappingTable = Readonly<Record<string, Mapping>>;

/** What a graph has and the body of a loop hasn't. */
export interface Surroundings {
  /** The variable of a state. */
  variable(name: string): string;
  /** The run's seed and step, an int32 vector each. */
  readonly random: { readonly seed: string; readonly step: string };
}

interface Update {
  readonly op: string;
  readonly states: readonly State[];
  readonly rest: readonly string[];
  readonly attrs: Attributes;
}

export class GraphWriter {
  readonly #written = new Map<Value, string>();
  readonly #parts = new Map<Value, unknown>();
  readonly #makers = new Map<Value, Node>();
  readonly #updates: Update[] = [];
  readonly #readers = new Map<Value, number>();

  constructor(
    readonly program: Program,
    readonly emitter: Emitter,
    readonly mappings: MappingTable,
    readonly surroundings?: Surroundings,
  ) {
    for (const node of program.nodes) {
      for (const value of node.outputs) this.#makers.set(value, node);
      for (const value of node.inputs) this.#readers.set(value, (this.#readers.get(value) ?? 0) + 1);
    }
    for (const { value } of program.outputs) this.#readers.set(value, (this.#readers.get(value) ?? 0) + 1);
  }

  // Values

  typeOf(value: Value): TensorType {
    return this.program.values[value] as TensorType;
  }

  shapeOf(value: Value): Shape {
    return this.typeOf(value).shape;
  }

  /** The node of the Program that makes the value; undefined for inputs and states. */
  maker(value: Value): Node | undefined {
    return this.#makers.get(value);
  }

  /** The node that does the same with the same values. */
  find(op: string, inputs: readonly Value[]): Node | undefined {
    return this.program.nodes.find((node) => node.op === op && node.inputs.every((value, k) => value === inputs[k]));
  }

  /** What has been written for a value beside it: several nodes of the Program may come from one. */
  once<T>(value: Value, write: () => T): T {
    if (!this.#parts.has(value)) this.#parts.set(value, write());
    return this.#parts.get(value) as T;
  }

  set(value: Value, name: string): void {
    this.#written.set(value, name);
  }

  get(value: Value): string {
    const name = this.#written.get(value);
    if (name !== undefined) return name;
    const state = this.program.state.find((candidate) => candidate.value === value);
    if (state === undefined) throw new TypeError(`Value ${value} is read before it is made.`);
    const read = this.emitter.node('ReadVariableOp', [this.#variable(state)], { dtype: { type: this.typeOf(value).dtype } });
    this.set(value, read);
    return read;
  }

  // Nodes of the Program

  writeAll(): void {
    for (const node of this.program.nodes) this.write(node);
  }

  write(node: Node): void {
    // Written with a node before it.
    if (node.outputs.every((value) => this.#written.has(value))) return;
    const mapping = this.mappings[node.op];
    if (mapping !== undefined && (mapping.fits?.(this, node) ?? true)) mapping.write(this, node);
    else this.#expand(node);
  }

  #expand({ op, inputs, outputs, attrs }: Node): void {
    const expand = primitives[op]?.expand;
    if (expand === undefined) throw new TypeError(`'${op}' can't be written for TensorFlow.`);
    const graph = new Graph(op, primitives);
    const values = inputs.map((value, k) => graph.input(`${k}`, this.typeOf(value)));
    for (const [k, value] of expand(graph, values, attrs).entries()) graph.output(`${k}`, value);
    const part = new GraphWriter(graph.finish(), this.emitter, this.mappings);
    for (const [k, { value }] of part.program.inputs.entries()) part.set(value, this.get(inputs[k] as Value));
    part.writeAll();
    for (const [k, { value }] of part.program.outputs.entries()) this.set(outputs[k] as Value, part.get(value));
  }

  // State

  /** Whether each of the values is a state that becomes just what the node makes of it, and nothing else reads that. */
  updatesInPlace(before: readonly Value[], { outputs }: Node): boolean {
    return before.every((value, k) => {
      const after = outputs[k] as Value;
      const state = this.program.state.find((candidate) => candidate.value === value);
      const owners = this.program.state.filter(({ next }) => next === after);
      return state?.next === after && owners.length === 1 && !this.#readers.has(after);
    });
  }

  /** Changes the states where they lie, once everything has been computed. */
  updateInPlace(op: string, before: readonly Value[], rest: readonly string[], attrs: Attributes): void {
    const states = before.map((value) => this.program.state.find((state) => state.value === value) as State);
    this.#updates.push({ op, states, rest, attrs });
  }

  /**
   * Writes all updates and answers with the names of their nodes. None begins before `outputs`, and what all of them take, are
   * there: a run that fails on its way leaves every state as it was.
   */
  writeUpdates(outputs: readonly string[]): string[] {
    const done = new Set(this.#updates.flatMap(({ states }) => states));
    const assigned = this.program.state.flatMap((state) =>
      state.next === undefined || done.has(state) ? [] : [this.#assignment(state, state.next)],
    );
    const updates = [...this.#updates, ...assigned];
    if (updates.length === 0) return [];
    const needed = [...outputs, ...updates.flatMap(({ rest }) => rest)].map((name) => `^${name.replace(/:\d+$/, '')}`);
    const computed = this.emitter.node('NoOp', [...new Set(needed)], {}, 'computed');
    return updates.map(({ op, states, rest, attrs }) =>
      this.emitter.node(op, [...states.map((state) => this.#variable(state)), ...rest, `^${computed}`], attrs),
    );
  }

  /** Of a copy: a variable keeps the memory of what it is assigned, which may be that of an input. */
  #assignment(state: State, next: Value): Update {
    const { dtype } = this.typeOf(next);
    const copy = this.emitter.node('DeepCopy', [this.get(next)], { T: { type: dtype } });
    return { op: 'AssignVariableOp', states: [state], rest: [copy], attrs: { dtype: { type: dtype } } };
  }

  #variable({ name }: State): string {
    if (this.surroundings === undefined) throw new TypeError(`The state ${name} can't be used in a loop.`);
    return this.surroundings.variable(name);
  }
}
