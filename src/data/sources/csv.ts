/** Tables in text: all features together are one column of the data, each target is one. */
import { basename } from 'node:path';
import type { Parsed } from '../../ir/arguments';
import type { Column, Field, Schema } from '../../ir/data';
import { readArguments } from '../arguments';
import { inMemory, schemaOf, trainingOnly } from '../columns';
import { CsvFault, csvRows, type Row } from '../csv-text';
import { DataError } from '../error';
import { type Found, fileError, findFile, readStart, readWhole } from '../files';
import { fingerprintOf } from '../fingerprint';
import { Memo, stamp } from '../memo';
import type { Loaded, LoadedColumn, Source } from '../source';
import { isNumber, readTable, type Table, type TableColumn } from '../table';
import { classTarget, numberTarget, rangeOf } from '../targets';
import { csv as spec } from './csv.spec';

type Settings = Parsed<typeof spec.arguments>;

/** Bytes that the checker reads of a file: all of an everyday one. Longer ones would be felt while typing. */
const MOST_PROBED = 2 ** 20;

/** A category as a feature takes one value for each of its words. */
const MOST_WORDS = 100;

const probed = new Memo<Schema>();

export const csv: Source = {
  async schema(step, host) {
    const settings = readArguments(spec, step);
    const file = findFile(settings.path, 'path', host);
    return probed.get(`${stamp(file)}|${JSON.stringify(step.args)}`, () => csvSchema(file, settings));
  },

  async load(step, host) {
    const settings = readArguments(spec, step);
    return loadCsv(findFile(settings.path, 'path', host), settings);
  },
};

export async function csvSchema(file: Found, settings: Settings): Promise<Schema> {
  const { bytes, share } = await readStart(file, MOST_PROBED);
  const read = readColumns(file, bytes, settings, share < 1);
  const rows = Math.round(read.rows / share);
  return schemaOf({ ...read, rows, splits: trainingOnly(rows) });
}

export async function loadCsv(file: Found, settings: Settings): Promise<Loaded> {
  const bytes = await readWhole(file);
  return { ...readColumns(file, bytes, settings, false), fingerprint: fingerprintOf([bytes]) };
}

function readColumns(file: Found, bytes: Uint8Array, settings: Settings, isTorn: boolean): Omit<Loaded, 'fingerprint'> {
  const { table, features } = tableOf(file, textOf(file, bytes, isTorn), settings, isTorn);
  const { rows } = table;
  if (rows === 0) throw fileError(file, 'has no rows below its header');
  const columnOf = (name: string): TableColumn => table.columns.get(name) ?? { kind: 'number', values: [] };
  const targets = settings.target.map((name): LoadedColumn => {
    const column = columnOf(name);
    if (column.kind === 'number') return numberTarget(name, column.values, settings.targetType, isTorn);
    const target = classTarget(name, column.values, column.names);
    return isTorn ? { ...target, partial: true } : target;
  });
  return {
    name: basename(file.shown),
    rows,
    splits: trainingOnly(rows),
    features: [featureColumn(file, rows, new Map(features.map((name) => [name, columnOf(name)])), isTorn)],
    targets,
  };
}

function textOf(file: Found, bytes: Uint8Array, isTorn: boolean): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: isTorn });
  } catch {
    throw fileError(file, 'is not text in UTF-8. Save it as CSV in UTF-8');
  }
}

function tableOf(file: Found, text: string, settings: Settings, isTorn: boolean): { table: Table; features: readonly string[] } {
  try {
    const rows = csvRows(text, settings.delimiter, { isTorn });
    const first = rows.next();
    if (first.done) throw fileError(file, 'is empty');
    const names = namesIn(first.value, settings);
    const { target, features = null, missing } = settings;
    const used = features ?? names.filter((name) => !target.includes(name));
    requireColumns(file, names, target, 'target');
    requireColumns(file, names, used, 'features');
    const both = used.find((name) => target.includes(name));
    if (both !== undefined) throw new DataError('settings', `${both} can't be a feature and the target.`, 'features');
    if (used.length === 0) throw fileError(file, `has no column but the target, ${target.join(', ')}`);
    const below = settings.header ? rows : [first.value, ...rows];
    return { table: readTable(below, names, [...used, ...target], missing, fault), features: used };
  } catch (error) {
    if (!(error instanceof CsvFault)) throw error;
    const { line, column, what } = error;
    throw fileError(file, what, column === undefined ? `line ${line}` : `line ${line}, column ${column}`);
  }
}

const fault = (line: number, what: string): CsvFault => new CsvFault(line, what);

function namesIn({ line, cells }: Row, { header }: Settings): readonly string[] {
  if (!header) return cells.map((_, index) => `column${index + 1}`);
  if (cells.every(isNumber)) {
    throw fault(line, 'there are only numbers where the names of the columns should stand. Add them, or say header: false');
  }
  const names = cells.map((cell, index) => (cell === '' ? `column${index + 1}` : cell));
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw fault(line, `two columns are named ${twice}`);
  return names;
}

function requireColumns(file: Found, names: readonly string[], wanted: readonly string[], argument: string): void {
  const unknown = wanted.find((name) => !names.includes(name));
  if (unknown === undefined) return;
  const some = names.length > 12 ? [...names.slice(0, 12), '...'] : names;
  throw new DataError('settings', `${file.shown} has no column '${unknown}'. It has: ${some.join(', ')}.`, argument);
}

/** All features side by side; a category takes one place for each of its words. */
function featureColumn(file: Found, rows: number, columns: ReadonlyMap<string, TableColumn>, isTorn: boolean): LoadedColumn {
  const fields: Field[] = [];
  for (const [name, column] of columns) {
    if (column.kind === 'number') fields.push({ name, range: rangeOf(column.values) });
    else fields.push(...wordFields(file, name, column));
  }
  const width = fields.length;
  const data = new Float32Array(rows * width);
  let at = 0;
  for (const column of columns.values()) {
    const { values } = column;
    const isCategory = column.kind === 'category';
    for (let row = 0; row < rows; row++) {
      if (isCategory) data[row * width + at + (values[row] ?? 0)] = 1;
      else data[row * width + at] = values[row] ?? 0;
    }
    at += isCategory ? column.names.length : 1;
  }
  const isOpen = isTorn && [...columns.values()].some(({ kind }) => kind === 'category');
  const column: Column = {
    name: 'features',
    shape: [width],
    dtype: 'float32',
    range: rangeOf(fields.flatMap(({ range }) => range)),
    fields,
    meaning: { kind: 'value' },
    ...(isOpen && { partial: true }),
  };
  return inMemory(column, data);
}

function wordFields(file: Found, name: string, { names, first }: Extract<TableColumn, { kind: 'category' }>): Field[] {
  if (names.length > MOST_WORDS) {
    const why = `column ${name} begins with '${first.text.slice(0, 40)}', so it is of categories, and ${names.length} are too many for a feature (${MOST_WORDS} at most). Correct the value, or name the columns to use: features: [...]`;
    throw fileError(file, why, `line ${first.line}`);
  }
  return names.map((word) => ({ name: `${name}=${word}`, range: [0, 1] }));
}
