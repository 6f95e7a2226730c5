/** Batch normalization: one node forwards, one backwards, which reads what the first has kept. */
import { isNumber, product } from '../../../ir/dim';
import type { Node, Value } from '../../../ir/program';
import type { Shape } from '../../../ir/tensor';
import type { NormalizationAttributes } from '../../../program/attributes';
import { otherAxes } from '../../../program/primitives/batch-normalization';
import { outputOf } from '../emitter';
import { FLOAT } from '../model';
import type { GraphWriter, Mapping } from '../writer';

/** cuDNN takes no smaller one. */
const LEAST_EPSILON = 1.001e-5;

export const batchNormalization: Mapping = {
  fits: (_, { attrs }) => (attrs as NormalizationAttributes).epsilon >= LEAST_EPSILON,
  write(writer, node) {
    const [x, scale, offset] = node.inputs as [Value, Value, Value];
    const [y, mean, variance] = node.outputs as [Value, Value, Value];
    const { emitter } = writer;
    const images = imagesOf(writer.shapeOf(x));
    const none = emitter.constant({ shape: [0], dtype: 'float32', data: new Float32Array() });
    const operands = [
      emitter.reshape(writer.get(x), writer.typeOf(x), images),
      writer.get(scale),
      writer.get(offset),
      none,
      none,
    ];
    const normalized = emitter.node('FusedBatchNormV3', operands, attributesOf(node));
    writer.once(y, () => normalized);
    writer.set(y, emitter.reshape(normalized, { shape: images, dtype: 'float32' }, writer.shapeOf(y)));
    writer.set(mean, outputOf(normalized, 1));
    // TensorFlow's variance is the estimate for all of which this is a sample: n / (n − 1) times that of the sample.
    writer.set(variance, emitter.node('Mul', [outputOf(normalized, 2), shareOfLast(writer, writer.shapeOf(x))], FLOAT));
  },
};

export const batchNormalizationGradient: Mapping = {
  fits: (writer, node) => forwardOf(writer, node) !== undefined,
  write(writer, node) {
    const [dy, x, scale] = node.inputs as [Value, Value, Value];
    const [dx, dscale, doffset] = node.outputs as [Value, Value, Value];
    const { emitter } = writer;
    const images = imagesOf(writer.shapeOf(x));
    const asImages = (value: Value): string => emitter.reshape(writer.get(value), writer.typeOf(value), images);
    const kept = [3, 4, 5].map((k) => outputOf(forwardOf(writer, node) as string, k));
    const gradients = emitter.node(
      'FusedBatchNormGradV3',
      [asImages(dy), asImages(x), writer.get(scale), ...kept],
      attributesOf(node),
    );
    writer.set(dx, emitter.reshape(gradients, { shape: images, dtype: 'float32' }, writer.shapeOf(x)));
    writer.set(dscale, outputOf(gradients, 1));
    writer.set(doffset, outputOf(gradients, 2));
  },
};

/** The node that normalized, where it was written as one: what it keeps for its gradient differs from device to device. */
function forwardOf(writer: GraphWriter, { inputs, attrs }: Node): string | undefined {
  const [, x, scale, mean, variance] = inputs as [Value, Value, Value, Value, Value];
  const forward = writer.maker(mean);
  const isSame =
    forward?.op === 'batchNormalization' &&
    forward.inputs[0] === x &&
    forward.inputs[1] === scale &&
    forward.outputs[1] === mean &&
    forward.outputs[2] === variance &&
    forward.attrs.epsilon === attrs.epsilon &&
    batchNormalization.fits?.(writer, forward);
  return isSame ? writer.once(forward.outputs[0] as Value, () => undefined) : undefined;
}

const attributesOf = ({ attrs }: Node) => ({
  ...FLOAT,
  U: FLOAT.T,
  epsilon: { f: (attrs as NormalizationAttributes).epsilon },
  is_training: { b: true },
});

/** [N, H, W, C], as TensorFlow wants it. */
const imagesOf = (shape: Shape): Shape =>
  shape.length === 4 ? shape : [product(shape.slice(0, -1)), 1, 1, shape.at(-1) as number];

/** (n − 1) / n for n entries a channel; 1 for a single one, which TensorFlow does not divide by 0. */
function shareOfLast(writer: GraphWriter, shape: Shape): string {
  const n = product(otherAxes(shape).map((axis) => shape[axis] as number));
  const { emitter } = writer;
  if (isNumber(n)) return emitter.scalar(Math.max(n - 1, 1) / n);
  const entries = emitter.cast(emitter.sizes.size(n), 'int32', 'float32');
  const others = emitter.node('Sub', [entries, emitter.scalar(1)], FLOAT);
  return emitter.node('RealDiv', [emitter.node('Maximum', [others, emitter.scalar(1)], FLOAT), entries], FLOAT);
}
