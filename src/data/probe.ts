/** What a description of data promises, for the checker: the schema after all transforms, without loading the rows. */
import type { DataDescription, Schema, Step } from '../ir/data';
import { DataError } from './error';
import type { DataHost, Source } from './source';
import { sources } from './sources';
import type { Effect } from './transform';
import { transforms } from './transforms';

/** Throws a `DataError` when the files are not there or the transforms do not fit. */
export async function probe(description: DataDescription, host: DataHost): Promise<Schema> {
  const schema = await sourceOf(description).schema(description.source, host);
  return effectsOf(description).reduce((known, effect) => effect.schema?.(known) ?? known, schema);
}

export const sourceOf = ({ source }: DataDescription): Source => find(sources, source);

export const effectsOf = ({ transforms: steps }: DataDescription): Effect[] => steps.map((step) => find(transforms, step)(step));

function find<T>(table: Readonly<Record<string, T>>, { op }: Step): T {
  const found = Object.hasOwn(table, op) ? table[op] : undefined;
  if (found === undefined)
    throw new DataError('settings', `There are no data named '${op}'. Known: ${Object.keys(table).join(', ')}.`);
  return found;
}
