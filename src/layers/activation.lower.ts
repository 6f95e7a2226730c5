import type { Activation } from '../ir/arguments';
import type { Value } from '../ir/program';
import type { Graph } from '../program/graph';
import type { Lowered, Lowering } from '../program/lowering';

export const activation: Lowering<{ readonly activation: Activation }, readonly [Value]> = {
  lower: ({ graph, args, inputs: [x] }) => activate(graph, x, args.activation),
};

/** What every layer with an activation ends in. */
export function activate(graph: Graph, x: Value, name: Activation): Lowered {
  switch (name) {
    case 'linear':
      return { outputs: [x] };
    case 'relu':
      return { outputs: [graph.relu(x)] };
    case 'tanh':
      return { outputs: [graph.tanh(x)] };
    case 'sigmoid':
      return { outputs: [graph.sigmoid(x)], logits: { value: x, activation: name } };
    case 'softmax':
      return { outputs: [graph.softmax(x)], logits: { value: x, activation: name } };
  }
}
