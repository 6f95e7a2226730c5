/** Formats broadcast by themselves: what a Program broadcasts for an elementwise operation is often not written at all. */
import type { Node, Value } from '../ir/program';
import { elements, type Shape } from '../ir/tensor';
import { sameShape } from '../program/shapes';

interface Values {
  shapeOf(value: Value): Shape;
  /** The node that makes the value, where it may be left out. */
  maker(value: Value): Node | undefined;
}

/** The operands before they were broadcast, where another operand has the full shape anyway. */
export function withoutBroadcasts(values: Values, { inputs }: Node, shape: Shape): readonly Value[] {
  const sources = inputs.map((value) => beforeBroadcast(values, value, shape.length));
  return sources.some((value) => sameShape(values.shapeOf(value), shape)) ? sources : inputs;
}

function beforeBroadcast(values: Values, value: Value, rank: number): Value {
  const node = values.maker(value);
  const [source] = node?.inputs ?? [];
  if (source === undefined) return value;
  if (node?.op === 'broadcastTo') return beforeBroadcast(values, source, rank);
  if (node?.op !== 'reshape') return value;
  // A single number stays what it is in every shape.
  const single = beforeBroadcast(values, source, rank);
  const from = values.shapeOf(single);
  return elements(from) === 1 && from.length <= rank ? single : value;
}
