/** Poolings and their gradients. */
import type { Node, Value } from '../../../ir/program';
import type { PoolAttributes } from '../../../program/attributes';
import type { GraphWriter, Mapping } from '../writer';
import { perAxis, windowAttributes } from './windows';

export const maxPool2d = pooling('MaxPool', given);
export const averagePool2d = pooling('AvgPool', given);
export const maxPool2dGradient = pooling('MaxPoolGrad', given);
export const averagePool2dGradient = pooling('AvgPoolGrad', (writer, { inputs }) => {
  const [dy, x] = inputs as [Value, Value];
  return [writer.emitter.sizes.shape(writer.shapeOf(x)), writer.get(dy)];
});

function given(writer: GraphWriter, { inputs }: Node): readonly string[] {
  return inputs.map((value) => writer.get(value));
}

function pooling(op: string, operands: (writer: GraphWriter, node: Node) => readonly string[]): Mapping {
  return {
    write(writer, node) {
      const attrs = node.attrs as PoolAttributes;
      const attributes = { ...windowAttributes(attrs), ksize: perAxis(attrs.size) };
      writer.set(node.outputs[0] as Value, writer.emitter.node(op, operands(writer, node), attributes));
    },
  };
}
