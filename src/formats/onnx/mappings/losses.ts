/** Labels and what is lost on them. */
import type { Value } from '../../../ir/program';
import { numbers } from '../../numbers';
import type { Mapping } from '../writer';
import { castTo } from './elementwise';

/** Compares with 0, 1, .. depth − 1: a label outside leaves zeros, where ONNX's OneHot counts negative ones from the end. */
export const oneHot: Mapping = {
  write(writer, { inputs, outputs, attrs }) {
    const [labels] = inputs as [Value];
    const depth = attrs.depth as number;
    const classes = numbers('int32', [...Array(depth).keys()]);
    const column = writer.node('Unsqueeze', [writer.get(labels), writer.int64(-1)]);
    const hits = writer.node('Equal', [column, writer.initializer({ shape: [depth], dtype: 'int32', data: classes })]);
    writer.set(outputs[0] as Value, castTo(writer, hits, 'float32'));
  },
};

/**
 * The logarithm at the label. ONNX has an operator for all of it, SoftmaxCrossEntropyLoss, which onnxruntime takes apart into
 * twice as many nodes.
 */
export const sparseSoftmaxCrossEntropy: Mapping = {
  write(writer, { inputs, outputs }) {
    const [[logits, labels], [output]] = [inputs as [Value, Value], outputs as [Value]];
    const last = writer.int64(-1);
    const logs = writer.node('LogSoftmax', [writer.get(logits)], { axis: { i: -1 } });
    const column = writer.node('Unsqueeze', [writer.get(labels), last]);
    const found = writer.node('GatherElements', [logs, column], { axis: { i: -1 } });
    writer.set(output, writer.node('Neg', [writer.node('Squeeze', [found, last])]));
  },
};
