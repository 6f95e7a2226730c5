/**
 * Runs a Program in plain float64: the reference that engines, gradients and expansions are held against. Slow, and as
 * plain as it can be.
 */
import type { Bindings } from '../ir/dim';
import type { Node, Program, Value } from '../ir/program';
import { bindShape, count, type DType, formatShape, type TensorType } from '../ir/tensor';
import { bindSymbols } from './bindings';
import { Graph } from './graph';
import type { BoundType, Tensor } from './primitive';
import { primitives } from './primitives';

interface Run {
  readonly inputs?: Numbers;
  readonly state?: Numbers;
  readonly seed?: number;
  readonly step?: number;
}

/** Tensors by name, in any kind of array: a `TensorData` or a `Tensor`. */
type Numbers = Readonly<
  Record<string, { readonly shape: readonly number[]; readonly dtype: DType; readonly data: ArrayLike<number> }>
>;

type Tensors = Readonly<Record<string, Tensor>>;

/** Outputs by name, and what the state is after the run. */
export function interpret(program: Program, run: Run): { readonly outputs: Tensors; readonly state: Tensors } {
  const { inputs = {}, state = {}, seed = 0, step = 0 } = run;
  const given = [...pick(program, program.inputs, inputs), ...pick(program, program.state, state)];
  const bindings = bindSymbols(given);
  const values: Tensor[] = [];
  for (const { value, shape, type, data } of given) values[value] = { shape, dtype: type.dtype, data: Float64Array.from(data) };
  compute(program, values, { bindings, seed, step });
  const byName = (ports: readonly { readonly name: string; readonly value: Value }[]): Tensors =>
    Object.fromEntries(ports.map(({ name, value }) => [name, values[value] as Tensor]));
  return {
    outputs: byName(program.outputs),
    state: byName(program.state.map(({ name, value, next = value }) => ({ name, value: next }))),
  };
}

interface Context {
  readonly bindings: Bindings;
  readonly seed: number;
  readonly step: number;
}

/** Fills in the values that the nodes make. */
function compute(program: Program, values: Tensor[], context: Context): void {
  for (const node of program.nodes) {
    const inputs = node.inputs.map((value) => values[value] as Tensor);
    const types = node.outputs.map((value) => bindType(program.values[value] as TensorType, context.bindings));
    evaluate(node, inputs, types, context).forEach((data, k) => {
      const type = types[k] as BoundType;
      if (data.length !== count(type.shape)) {
        throw new TypeError(`${node.op} made ${data.length} numbers for [${type.shape.join(', ')}].`);
      }
      values[node.outputs[k] as Value] = { ...type, data };
    });
  }
}

function evaluate(
  { op, attrs }: Node,
  inputs: readonly Tensor[],
  outputs: readonly BoundType[],
  context: Context,
): readonly Float64Array[] {
  const primitive = primitives[op];
  const run = (body: Program, bodyInputs: readonly Tensor[]): readonly Tensor[] => runBody(body, bodyInputs, context);
  if (primitive?.evaluate !== undefined) return primitive.evaluate(inputs, attrs, { outputs, run, ...context });
  if (primitive?.expand === undefined) throw new TypeError(`Nothing says how ${op} is computed.`);
  const graph = new Graph(op, primitives);
  const values = inputs.map(({ shape, dtype }, k) => graph.input(String(k), { shape, dtype }));
  for (const [k, value] of primitive.expand(graph, values, attrs).entries()) graph.output(String(k), value);
  return run(graph.finish(), inputs).map(({ data }) => data);
}

/** A Program without state, its inputs and outputs in order. */
function runBody(program: Program, inputs: readonly Tensor[], context: Context): readonly Tensor[] {
  const values: Tensor[] = [];
  for (const [k, { value }] of program.inputs.entries()) values[value] = inputs[k] as Tensor;
  compute(program, values, context);
  return program.outputs.map(({ value }) => values[value] as Tensor);
}

const bindType = ({ shape, dtype }: TensorType, bindings: Bindings): BoundType => ({ shape: bindShape(shape, bindings), dtype });

function pick(program: Program, ports: readonly { readonly name: string; readonly value: Value }[], tensors: Numbers) {
  return ports.map(({ name, value }) => {
    const tensor = tensors[name];
    const type = program.values[value] as TensorType;
    if (tensor === undefined) throw new TypeError(`${name} ${formatShape(type.shape)} is missing.`);
    return { ...tensor, name, value, type, declared: type.shape };
  });
}
