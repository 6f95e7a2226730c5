import type { Value } from '../../../ir/program';
import type { MatmulAttributes } from '../../../program/attributes';
import { FLOAT } from '../model';
import type { Mapping } from '../writer';

export const matmul: Mapping = {
  write(writer, { inputs, outputs, attrs }) {
    const [output] = outputs as [Value];
    const { transposeA, transposeB } = attrs as MatmulAttributes;
    const names = inputs.map((value) => writer.get(value));
    const product =
      writer.shapeOf(output).length === 2
        ? writer.emitter.node('MatMul', names, { ...FLOAT, transpose_a: { b: transposeA }, transpose_b: { b: transposeB } })
        : writer.emitter.node('BatchMatMulV2', names, { ...FLOAT, adj_x: { b: transposeA }, adj_y: { b: transposeB } });
    writer.set(output, product);
  },
};
