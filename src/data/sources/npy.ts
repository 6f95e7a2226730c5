import { basename } from 'node:path';
import type { Parsed } from '../../ir/arguments';
import type { Column, Schema } from '../../ir/data';
import { count } from '../../ir/tensor';
import { readArguments } from '../arguments';
import { inMemory, schemaOf, trainingOnly } from '../columns';
import { type Found, fileError, findFile } from '../files';
import { fingerprintOf } from '../fingerprint';
import { Memo, stamp } from '../memo';
import { dtypeOf, type Npy, type NpyHeader, readNpy, readNpyHeader } from '../npy';
import type { DataHost, LoadedColumn, Source } from '../source';
import { numberTarget, rangeOf } from '../targets';
import { npy as spec } from './npy.spec';

interface Files {
  readonly features: Found;
  readonly targets: Found;
}

type TargetType = Parsed<typeof spec.arguments>['targetType'];

const probed = new Memo<Schema>();

/** Larger target files are only looked at when they are loaded: their classes are unknown until then. */
const MOST_PROBED = 4 * 2 ** 20;

export const npy: Source = {
  async schema(step, host) {
    const args = readArguments(spec, step);
    const files = filesOf(args, host);
    return probed.get(`${stamp(files.features)}|${stamp(files.targets)}|${args.targetType}`, async () => {
      const features = await readNpyHeader(files.features);
      const targets = await readNpyHeader(files.targets);
      const isSmall = files.targets.stats.size <= MOST_PROBED;
      const target: Column = isSmall
        ? targetColumn(await readNpy(files.targets), args.targetType)
        : { ...column('targets', targets), partial: true };
      return schemaOf({ ...described(files, features, targets), features: [column('features', features)], targets: [target] });
    });
  },

  async load(step, host) {
    const args = readArguments(spec, step);
    const files = filesOf(args, host);
    const [features, targets] = await Promise.all([readNpy(files.features), readNpy(files.targets)]);
    return {
      ...described(files, features, targets),
      features: [valueColumn('features', features)],
      targets: [targetColumn(targets, args.targetType)],
      fingerprint: fingerprintOf([features.bytes, targets.bytes]),
    };
  },
};

const filesOf = (args: { readonly features: string; readonly targets: string }, host: DataHost): Files => ({
  features: findFile(args.features, 'features', host),
  targets: findFile(args.targets, 'targets', host),
});

function described(files: Files, features: NpyHeader, targets: NpyHeader): Pick<Schema, 'name' | 'rows' | 'splits'> {
  const [rows = 0] = features.shape;
  const [others] = targets.shape;
  if (rows !== others) throw fileError(files.targets, `has ${others} rows, and ${files.features.shown} has ${rows}`);
  return { name: basename(files.features.shown), rows, splits: trainingOnly(rows) };
}

function targetColumn(targets: Npy, type: TargetType): LoadedColumn {
  return count(targets.shape.slice(1)) === 1 ? numberTarget('targets', targets.values, type) : valueColumn('targets', targets);
}

const valueColumn = (name: string, array: Npy): LoadedColumn =>
  inMemory({ ...column(name, array), range: column(name, array).range ?? rangeOf(array.values) }, array.values);

/** Bytes are pixels, so their range is known. */
function column(name: string, array: NpyHeader): Column {
  const [, ...sizes] = array.shape;
  const dtype = dtypeOf(array);
  const range = array.type === 'u1' ? { range: [0, 255] as const } : {};
  return { name, shape: sizes.length === 0 ? [1] : sizes, dtype, ...range, meaning: { kind: 'value' } };
}
