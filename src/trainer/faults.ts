/** Rows of the data whose values are no finite numbers: looked for only once a loss is no longer a number. */
import type { Batch, Split } from '../data/dataset';
import { identity } from '../data/random';
import type { Schema } from '../ir/data';
import type { Network } from '../ir/network';
import type { MessageId } from '../protocol/messages';
import type { Point } from './checkpoint';
import { jobsLeft } from './feeds';
import type { LoopSetup } from './setup';

export interface Faults {
  readonly id: MessageId;
  /** At most `MOST`, from 1 in the order of the source. */
  readonly rows: readonly number[];
  /** Id of the input that such values come in at; absent where only targets are to blame. */
  readonly layer?: string;
  /** For people: the rows, in words. */
  readonly where: string;
  readonly source: string;
  readonly columns: string;
}

const MOST = 10;

/**
 * A loss of the training broke in the last step before `point`, a loss of the validation in any of its rows. Undefined: the
 * data are not to blame.
 */
export function faultsInData(
  { network, training, dataset }: LoopSetup,
  point: Point,
  during: 'training' | 'validation',
): Faults | undefined {
  const { source } = dataset;
  const split = dataset.splits[during === 'training' ? 'train' : 'validation'];
  const last = { ...point, step: point.step - 1, stepInEpoch: point.stepInEpoch - 1 };
  const [job] = jobsLeft({ training, dataset }, last);
  const positions = during === 'training' ? job?.positions : identity(split.rows);
  if (positions === undefined) return undefined;
  const transformed = search(network, source.schema, split, positions);
  if (transformed.rows.length === 0) return undefined;
  // A transform that measures its column carries one such value into all rows.
  const own = search(
    network,
    source.schema,
    source,
    positions.map((position) => split.members[position] ?? 0),
  );
  const original = own.rows.length > 0 ? own : search(network, source.schema, source, dataset.splits.train.members);
  const isOriginal = original.rows.length > 0;
  const { rows, more, columns, layer } = isOriginal ? original : transformed;
  return {
    id: isOriginal ? 'data-not-finite' : 'data-overflows',
    rows,
    ...(layer !== undefined && { layer }),
    where: `${rows.length === 1 ? 'row' : 'rows'} ${rows.join(', ')}${more ? ' and more' : ''}`,
    source: source.schema.name,
    columns: columns.join(', '),
  };
}

interface Found {
  readonly rows: readonly number[];
  /** There are more. */
  readonly more: boolean;
  readonly columns: readonly string[];
  readonly layer?: string;
}

/** Rows that are held at a time. */
const CHUNK = 256;

/** Of what the network is fed with, or compared with. */
function search(network: Network, schema: Schema, split: Split, positions: Uint32Array): Found {
  const found = new Set<number>();
  const columns = new Set<string>();
  let layer: string | undefined;
  for (let start = 0; start < positions.length && found.size <= MOST; start += CHUNK) {
    const part = positions.subarray(start, start + CHUNK);
    const batch = split.batch(part);
    for (const { from, position, row, at } of faultsOf(batch, network)) {
      const column = schema[from][position];
      found.add((split.members[part[row] ?? 0] ?? 0) + 1);
      columns.add(column?.fields?.[at]?.name ?? column?.name ?? from);
      if (from === 'features') layer ??= network.layers[network.calls[network.inputs[position]?.call ?? -1]?.layer ?? -1]?.id;
    }
  }
  const rows = [...found].sort((a, b) => a - b);
  return { rows: rows.slice(0, MOST), more: rows.length > MOST, columns: [...columns], ...(layer !== undefined && { layer }) };
}

interface Fault {
  readonly from: 'features' | 'targets';
  /** Of the column. */
  readonly position: number;
  readonly row: number;
  /** Place in the row. */
  readonly at: number;
}

function* faultsOf(batch: Batch, { inputs, outputs }: Network): Generator<Fault> {
  for (const [from, used] of [['features', inputs.length] as const, ['targets', outputs.length] as const]) {
    for (const [position, { data }] of batch[from].slice(0, used).entries()) {
      const size = data.length / batch.rows;
      for (let k = 0; k < data.length; k++) {
        if (!Number.isFinite(data[k])) yield { from, position, row: Math.floor(k / size), at: k % size };
      }
    }
  }
}
