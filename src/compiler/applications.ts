/** Models inside models: what lies between a model's inputs and outputs, and the same once more on other tensors. */
import type { ApplicationNode, CallNode, ModelNode, Output } from './nodes';

const known = new WeakMap<ModelNode, readonly CallNode[]>();

/** The calls between a model's inputs and outputs, in an order in which every call comes after what it reads. */
export function callsBetween(model: ModelNode): readonly CallNode[] {
  const calls = known.get(model) ?? findCalls(model);
  known.set(model, calls);
  return calls;
}

function findCalls({ inputs, outputs }: ModelNode): CallNode[] {
  const found = new Set<CallNode>(inputs.map(({ call }) => call));
  const open = outputs.map(({ call }) => call);
  for (let call = open.pop(); call !== undefined; call = open.pop()) {
    if (found.has(call)) continue;
    found.add(call);
    for (const input of call.inputs) if (input !== undefined) open.push(input.call);
  }
  return [...found].sort((a, b) => a.order - b.order);
}

/**
 * The outputs of a model that is applied. Its calls are copied: they share the layers, and their shapes are those found where
 * the model was made, with faults reported there. `place` gives each copy its place in the order.
 */
export function applied(
  { inputs, path }: Pick<ApplicationNode, 'inputs' | 'path'>,
  model: ModelNode,
  place: () => number,
): (Output | undefined)[] {
  const copies = new Map<CallNode, CallNode>();
  const translate = (output: Output | undefined): Output | undefined => {
    if (output === undefined) return undefined;
    const position = model.inputs.findIndex(({ call, output: own }) => call === output.call && own === output.output);
    if (position >= 0) return inputs[position];
    const call = copies.get(output.call);
    return call && { call, output: output.output };
  };
  for (const call of callsBetween(model)) {
    if (model.inputs.some((input) => input.call === call)) continue;
    copies.set(call, {
      ...call,
      inputs: call.inputs.map(translate),
      inferred: { ...call.inferred, faults: [] },
      path: [...path, ...call.path.filter((block) => !model.path.includes(block))],
      order: place(),
    });
  }
  return model.outputs.map(translate);
}
