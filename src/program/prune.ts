/** Takes out of a Program what neither an output nor a state needs. */
import type { Node, Program, Value } from '../ir/program';

/** Inputs and states stay, used or not: they are the Program's contract with its caller. */
export function prune(program: Program): Program {
  const live = new Set<Value>([
    ...program.outputs.map(({ value }) => value),
    ...program.state.map(({ value, next }) => next ?? value),
  ]);
  const nodes: Node[] = [];
  for (const node of program.nodes.toReversed()) {
    if (!node.outputs.some((value) => live.has(value))) continue;
    nodes.push(node);
    for (const value of node.inputs) live.add(value);
  }
  return renumber({ ...program, nodes: nodes.reverse() });
}

/** Values without gaps, in the order of their making. */
function renumber(program: Program): Program {
  const made = [
    ...program.inputs.map(({ value }) => value),
    ...program.state.map(({ value }) => value),
    ...program.nodes.flatMap(({ outputs }) => outputs),
  ];
  const positions = new Map(made.map((value, position) => [value, position]));
  const position = (value: Value): Value => positions.get(value) as Value;
  return {
    ...program,
    values: made.map((value) => program.values[value] as Program['values'][number]),
    inputs: program.inputs.map(({ name, value }) => ({ name, value: position(value) })),
    state: program.state.map(({ next, ...state }) => ({
      ...state,
      value: position(state.value),
      ...(next === undefined ? {} : { next: position(next) }),
    })),
    nodes: program.nodes.map((node) => ({ ...node, inputs: node.inputs.map(position), outputs: node.outputs.map(position) })),
    outputs: program.outputs.map(({ name, value }) => ({ name, value: position(value) })),
  };
}
