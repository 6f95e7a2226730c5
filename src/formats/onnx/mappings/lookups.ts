/** Rows of a table by their numbers. */
import { isNumber, product } from '../../../ir/dim';
import type { Value } from '../../../ir/program';
import { formatShape } from '../../../ir/tensor';
import { DATA_TYPE } from '../model';
import type { Mapping } from '../writer';

export const gather: Mapping = {
  write(writer, { inputs, outputs }) {
    const [table, ids] = inputs as [Value, Value];
    writer.set(outputs[0] as Value, writer.node('Gather', [writer.get(table), writer.get(ids)], { axis: { i: 0 } }));
  },
};

/** ScatterND would take whole rows, but onnxruntime's threads lose some where a row comes twice: so number by number, flat. */
export const gatherGradient: Mapping = {
  write(writer, { inputs, outputs }) {
    const [dy, ids, table] = inputs as [Value, Value, Value];
    const shape = writer.shapeOf(table);
    const width = product(shape.slice(1));
    if (!isNumber(width)) throw new TypeError(`gatherGradient: rows of a known size are needed, got ${formatShape(shape)}.`);
    const rows = writer.node('Cast', [writer.reshape(writer.get(ids), [], [-1, 1])], { to: { i: DATA_TYPE.int64 } });
    const starts = writer.node('Mul', [rows, writer.int64(width)]);
    const positions = writer.node('Add', [starts, writer.int64(...Array(width).keys())]);
    const zeros = writer.node('ConstantOfShape', [writer.sizes.size(product(shape))]);
    const flat = (name: string): string => writer.reshape(name, [], [-1]);
    const sums = writer.node('ScatterElements', [zeros, flat(positions), flat(writer.get(dy))], {
      axis: { i: 0 },
      reduction: { s: 'add' },
    });
    writer.set(outputs[0] as Value, writer.reshape(sums, [], shape));
  },
};
