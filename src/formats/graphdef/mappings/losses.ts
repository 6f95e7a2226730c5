/** Labels and what is lost on them. */
import { product } from '../../../ir/dim';
import type { Node, Value } from '../../../ir/program';
import { outputOf } from '../emitter';
import { FLOAT } from '../model';
import type { GraphWriter, Mapping } from '../writer';
import { elementwise, operandsOf } from './elementwise';

export const oneHot: Mapping = {
  write(writer, { inputs, outputs, attrs }) {
    const { emitter } = writer;
    const operands = [writer.get(inputs[0] as Value), emitter.scalar(attrs.depth as number, 'int32')];
    const types = { ...FLOAT, TI: { type: 'int32' } } as const;
    writer.set(outputs[0] as Value, emitter.node('OneHot', [...operands, emitter.scalar(1), emitter.scalar(0)], types));
  },
};

export const sparseSoftmaxCrossEntropy: Mapping = {
  write(writer, node) {
    const [output] = node.outputs as [Value];
    writer.set(output, lossAndSlope(writer, node).loss);
  },
};

/** A difference; softmax less the right classes comes with the loss of the same logits and labels. */
export const sub: Mapping = {
  write(writer, node) {
    const [[a, b], [output]] = [node.inputs as [Value, Value], node.outputs as [Value]];
    const softmax = writer.maker(a);
    const [logits, labels] = [operandsOf(writer, a, 'softmax')?.[0], operandsOf(writer, b, 'oneHot')?.[0]];
    const isAlongLast = softmax?.attrs.axis === writer.shapeOf(a).length - 1;
    const loss =
      logits !== undefined && labels !== undefined && isAlongLast
        ? writer.find('sparseSoftmaxCrossEntropy', [logits, labels])
        : undefined;
    if (loss === undefined) return elementwise('Sub').write(writer, node);
    const { loss: written, slope } = lossAndSlope(writer, loss);
    writer.set(loss.outputs[0] as Value, written);
    writer.set(output, slope);
  },
};

/** One node for both, however often it is asked for. */
function lossAndSlope(writer: GraphWriter, { inputs, outputs }: Node): { readonly loss: string; readonly slope: string } {
  const [logits, labels] = inputs as [Value, Value];
  const { emitter } = writer;
  return writer.once(outputs[0] as Value, () => {
    const shape = writer.shapeOf(logits);
    const rows = [product(shape.slice(0, -1)), shape.at(-1) as number];
    const operands =
      shape.length === 2
        ? [writer.get(logits), writer.get(labels)]
        : [
            emitter.reshape(writer.get(logits), writer.typeOf(logits), rows),
            emitter.reshape(writer.get(labels), writer.typeOf(labels), rows.slice(0, 1)),
          ];
    const types = { ...FLOAT, Tlabels: { type: 'int32' } } as const;
    const node = emitter.node('SparseSoftmaxCrossEntropyWithLogits', operands, types);
    const back = (name: string, from: typeof shape, to: typeof shape): string =>
      shape.length === 2 ? name : emitter.reshape(name, { shape: from, dtype: 'float32' }, to);
    return {
      loss: back(node, rows.slice(0, 1), shape.slice(0, -1)),
      slope: back(outputOf(node, 1), rows, shape),
    };
  });
}
