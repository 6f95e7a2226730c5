/** Matrix products; with a bias where one is added to the product and nothing else reads it. */
import { equal } from '../../../ir/dim';
import type { Value } from '../../../ir/program';
import type { MatmulAttributes } from '../../../program/attributes';
import { canonical, isCanonical } from '../layout';
import type { GraphWriter, Mapping } from '../writer';

export const matmul: Mapping = {
  write(writer, { inputs, outputs, attrs }) {
    const [[a, b], [output]] = [inputs as [Value, Value], outputs as [Value]];
    const { transposeA, transposeB } = attrs as MatmulAttributes;
    if (writer.shapeOf(output).length > 2) {
      const product = writer.node('MatMul', [swapped(writer, a, transposeA), swapped(writer, b, transposeB)]);
      return writer.set(output, product);
    }
    const [left, right] = [matrix(writer, a, transposeA), matrix(writer, b, transposeB)];
    const bias = takeBias(writer, output);
    const names = [left.name, right.name, ...(bias === undefined ? [] : [bias.name])];
    const product = writer.node('Gemm', names, {
      transA: { i: Number(left.transposed) },
      transB: { i: Number(right.transposed) },
    });
    writer.set(bias?.sum ?? output, product);
  },
};

/** A vector that is added along the last axis of a value by its only reader; `sum` is then what has to be written. */
export function takeBias(writer: GraphWriter, value: Value): { readonly name: string; readonly sum: Value } | undefined {
  const reader = writer.onlyReader(value);
  if (reader?.op !== 'add') return undefined;
  const [sum] = reader.outputs as [Value];
  const other = reader.inputs.find((input) => input !== value);
  if (other === undefined || !writer.isKnown(other)) return undefined;
  const [[width = -1, ...more], channels = -1] = [writer.shapeOf(other), writer.shapeOf(value).at(-1)];
  return more.length === 0 && equal(width, channels) ? { name: writer.get(other), sum } : undefined;
}

/** A matrix as it is there, and whether the product has to transpose it. */
function matrix(writer: GraphWriter, value: Value, transposed: boolean): { readonly name: string; readonly transposed: boolean } {
  const { name, layout } = writer.layoutsOf(value).find((written) => isCanonical(written.layout)) ?? writer.plain(value);
  return { name, transposed: transposed !== !isCanonical(layout) };
}

const swapped = (writer: GraphWriter, value: Value, transposed: boolean): string => {
  const layout = canonical(writer.shapeOf(value).length);
  return writer.get(value, transposed ? [...layout.slice(0, -2), ...layout.slice(-2).reverse()] : layout);
};
