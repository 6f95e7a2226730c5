/** Replaces composites by smaller primitives, until only those are left that a writer knows. */
import type { Node, Program, Value } from '../ir/program';
import type { Copy, PrimitiveTable } from './builder';
import { Graph } from './graph';

/** The same Program, bodies of loops included, where each composite that the writer does not know is expanded. */
export function expandComposites(program: Program, primitives: PrimitiveTable, knows: (node: Node) => boolean): Program {
  const graph = new Graph(program.name, primitives);
  const copy: Copy = (node, inputs) => {
    const { op, attrs } = node;
    const expand = primitives[op]?.expand;
    if (op === 'scan')
      return graph.emit(op, inputs, { ...attrs, body: expandComposites(attrs.body as Program, primitives, knows) });
    if (expand === undefined || knows(node)) return graph.emit(op, inputs, attrs);
    const part = graph.fresh(op);
    const partInputs = inputs.map((value, k) => part.input(String(k), graph.typeOf(value)));
    for (const [k, value] of expand(part, partInputs, attrs).entries()) part.output(String(k), value);
    return graph.inline(part.finish(), inputs, copy);
  };

  const typeOf = (value: Value) => program.values[value] as Program['values'][number];
  const inputs = program.inputs.map(({ name, value }) => graph.input(name, typeOf(value)));
  const states = program.state.map(({ name, value }) => graph.state(name, typeOf(value)));
  // To copy the nodes, states are inputs, and what they become are outputs.
  const stateless: Program = {
    ...program,
    inputs: [...program.inputs, ...program.state],
    state: [],
    outputs: [...program.outputs, ...program.state.map(({ name, value, next = value }) => ({ name, value: next }))],
  };
  const results = graph.inline(stateless, [...inputs, ...states], copy);
  for (const [k, { name }] of program.outputs.entries()) graph.output(name, results[k] as Value);
  for (const [k, state] of states.entries()) {
    const next = results[program.outputs.length + k] as Value;
    if (next !== state) graph.update(state, next);
  }
  return graph.finish();
}
