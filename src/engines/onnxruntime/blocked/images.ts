/** Images and kernels as onnxruntime's blocked operators want them: declared with all channels in one axis, lying in blocks. */

import { arrange, BLOCKED, CHANNELS_FIRST } from '../../../formats/onnx/layout';
import type { Node } from '../../../formats/onnx/model';
import type { GraphWriter } from '../../../formats/onnx/writer';
import type { Value } from '../../../ir/program';

/** The domain of those operators. They belong to onnxruntime's processor kernels, and to no file that leaves this process. */
export const DOMAIN = 'com.microsoft.nchwc';

export const inBlocks = (writer: GraphWriter, channels: unknown): channels is number =>
  typeof channels === 'number' && channels % writer.shared.block === 0;

export const blockedNode = (writer: GraphWriter, op: string, inputs: readonly string[], attrs: Node['attrs']): string =>
  writer.node(op, inputs, attrs, DOMAIN);

/** An image for an operator: [N, C, H, W], in blocks where it has whole ones, else (only the first layer's) as declared. */
export function getImage(writer: GraphWriter, value: Value): string {
  const shape = writer.shapeOf(value);
  if (!inBlocks(writer, shape[3])) return writer.get(value, CHANNELS_FIRST);
  return writer.reshape(writer.get(value, BLOCKED), writer.sizesIn(shape, BLOCKED), arrange(shape, CHANNELS_FIRST));
}

/** What an operator answered. */
export function setImage(writer: GraphWriter, value: Value, name: string): void {
  const shape = writer.shapeOf(value);
  writer.set(value, writer.reshape(name, arrange(shape, CHANNELS_FIRST), writer.sizesIn(shape, BLOCKED)), BLOCKED);
}
