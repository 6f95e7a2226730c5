/** Rows of a table by their numbers. */
import type { Value } from '../../../ir/program';
import { FLOAT } from '../model';
import type { Mapping } from '../writer';

const INT = { type: 'int32' } as const;

export const gather: Mapping = {
  write(writer, { inputs, outputs }) {
    const [table, ids] = inputs as [Value, Value];
    const { emitter } = writer;
    const types = { Tparams: { type: writer.typeOf(table).dtype }, Tindices: INT, Taxis: INT };
    writer.set(
      outputs[0] as Value,
      emitter.node('GatherV2', [writer.get(table), writer.get(ids), emitter.scalar(0, 'int32')], types),
    );
  },
};

export const gatherGradient: Mapping = {
  write(writer, { inputs, outputs }) {
    const [dy, ids, table] = inputs as [Value, Value, Value];
    const rows = writer.emitter.sizes.size(writer.shapeOf(table)[0] ?? 1);
    const sums = writer.emitter.node('UnsortedSegmentSum', [writer.get(dy), writer.get(ids), rows], { ...FLOAT, Tindices: INT });
    writer.set(outputs[0] as Value, sums);
  },
};
