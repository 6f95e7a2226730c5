/** Reverse-mode differentiation: adds to a graph the nodes that compute gradients. */
import type { Value } from '../ir/program';
import type { Graph } from './graph';
import { formatType, sameType } from './shapes';

/** Where gradients start: the gradient of the loss with respect to a value. */
interface Seed {
  readonly value: Value;
  readonly gradient: Value;
}

/** Gradients of a scalar loss with respect to the wanted values; undefined where the loss does not depend on one. */
export function differentiate(graph: Graph, loss: Value, wanted: readonly Value[]): (Value | undefined)[] {
  const type = graph.typeOf(loss);
  if (type.shape.length > 0) throw new TypeError(`A loss is a single number, got ${formatType(type)}.`);
  return backpropagate(graph, [{ value: loss, gradient: graph.scalar(1) }], wanted);
}

/** The same from gradients that are already there, of any values. */
export function backpropagate(graph: Graph, seeds: readonly Seed[], wanted: readonly Value[]): (Value | undefined)[] {
  const nodes = [...graph.nodes];
  const isFloat = (value: Value): boolean => graph.typeOf(value).dtype === 'float32';

  // Only what lies between the wanted values and the loss is differentiated.
  const dependent = new Set<Value>(wanted);
  for (const { inputs, outputs } of nodes) {
    if (!inputs.some((value) => dependent.has(value))) continue;
    for (const value of outputs.filter(isFloat)) dependent.add(value);
  }

  const gradients = new Map<Value, Value>();
  const accumulate = (value: Value, gradient: Value): void => {
    const [type, given] = [graph.typeOf(value), graph.typeOf(gradient)];
    if (!sameType(type, given)) throw new TypeError(`The gradient of ${formatType(type)} can't be ${formatType(given)}.`);
    const sum = gradients.get(value);
    gradients.set(value, sum === undefined ? gradient : graph.add(sum, gradient));
  };
  for (const { value, gradient } of seeds) accumulate(value, gradient);

  for (const { op, inputs, outputs, attrs } of nodes.reverse()) {
    const given = outputs.map((value) => gradients.get(value));
    const through = inputs.map((value) => dependent.has(value));
    if (!through.includes(true) || given.every((gradient) => gradient === undefined)) continue;
    const rule = graph.primitives[op]?.gradient;
    if (rule === undefined) throw new TypeError(`${op} has no gradient.`);
    const found = rule({ graph, inputs, outputs, gradients: given, attrs, wanted: through });
    inputs.forEach((value, k) => {
      const gradient = found[k];
      if (through[k] && gradient !== undefined) accumulate(value, gradient);
    });
  }
  return wanted.map((value) => gradients.get(value));
}
