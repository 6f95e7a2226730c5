/**
 * Convolutions and their gradients. Groups are convolved one by one, since TensorFlow's gradients know none on the CPU; nor do
 * they know dilations, with which the expansions are written.
 */
import { divideExactly } from '../../../ir/dim';
import type { Node, Value } from '../../../ir/program';
import type { Shape } from '../../../ir/tensor';
import type { ConvAttributes } from '../../../program/attributes';
import { outputOf } from '../emitter';
import { FLOAT } from '../model';
import type { GraphWriter, Mapping } from '../writer';
import { perAxis, windowAttributes } from './windows';

export const conv2d: Mapping = {
  write: (writer, node) => byGroup(writer, node, node.inputs, ([x, kernel]) => ['Conv2D', [x, kernel]]),
};

export const conv2dInputGradient: Mapping = {
  fits: hasNoDilation,
  write(writer, node) {
    const [dy, kernel, x] = node.inputs as [Value, Value, Value];
    const { groups } = node.attrs as ConvAttributes;
    const sizes = writer.emitter.sizes.shape(divided(writer.shapeOf(x), groups));
    byGroup(writer, node, [dy, kernel], ([gradient, part]) => ['Conv2DBackpropInput', [sizes, part, gradient]]);
  },
};

export const conv2dFilterGradient: Mapping = {
  fits: hasNoDilation,
  write(writer, node) {
    const [x, dy, kernel] = node.inputs as [Value, Value, Value];
    const { groups } = node.attrs as ConvAttributes;
    const sizes = writer.emitter.sizes.shape(divided(writer.shapeOf(kernel), groups));
    byGroup(writer, node, [x, dy], ([images, gradient]) => ['Conv2DBackpropFilter', [images, sizes, gradient]]);
  },
};

function hasNoDilation(_: GraphWriter, { attrs }: Node): boolean {
  return (attrs as ConvAttributes).dilations.every((dilation) => dilation === 1);
}

type Operation = readonly [op: string, inputs: readonly string[]];

/** Both operands and the result are split along their last axis: channels of images, filters of kernels. */
function byGroup(
  writer: GraphWriter,
  { outputs, attrs }: Node,
  operands: readonly Value[],
  operation: (parts: readonly [string, string]) => Operation,
): void {
  const { groups, dilations, ...window } = attrs as ConvAttributes;
  const { emitter } = writer;
  const attributes = { ...windowAttributes(window), dilations: perAxis(dilations) };
  const last = emitter.scalar(3, 'int32');
  const names = operands.map((value) => writer.get(value));
  const split = names.map((name) =>
    groups === 1 ? name : emitter.node('Split', [last, name], { ...FLOAT, num_split: { i: groups } }),
  );
  const results = Array.from({ length: groups }, (_, k) => {
    const [op, inputs] = operation(split.map((name) => outputOf(name, k)) as [string, string]);
    return emitter.node(op, inputs, attributes);
  });
  const whole =
    groups === 1 ? (results[0] as string) : emitter.node('ConcatV2', [...results, last], { ...FLOAT, N: { i: groups } });
  writer.set(outputs[0] as Value, whole);
}

/** The part of one group. */
const divided = (shape: Shape, groups: number): Shape =>
  shape.map((dim, axis) => (axis < 3 ? dim : (divideExactly(dim, groups) ?? dim)));
