import type { DataDescription } from '../../ir/data';
import { readArguments } from '../arguments';
import { defineTransform } from '../transform';
import { batch as spec } from './batch.spec';

/** Rows stay as they are: batches are cut while training. */
export const batch = defineTransform(spec, () => ({}));

/** What `.batch(n)` asks for; the last one counts. The `batchSize` of train() comes first where it is given. */
export function batchSizeOf(description: DataDescription): number | undefined {
  const step = description.transforms.findLast(({ op }) => op === spec.op);
  return step && readArguments(spec, step).size;
}
