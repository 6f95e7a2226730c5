/** The built-in irises, a CSV file like any other. */
import { join } from 'node:path';
import { readArguments } from '../arguments';
import { DataError } from '../error';
import { type Found, findFile } from '../files';
import type { DataHost, Source } from '../source';
import { csvSchema, loadCsv } from './csv';
import { csv as csvSpec } from './csv.spec';
import { iris as spec } from './iris.spec';

const settings = readArguments(csvSpec, { op: 'csv', args: { path: 'iris.csv', target: 'species' } });

export const iris: Source = {
  async schema(step, host) {
    readArguments(spec, step);
    return { ...(await csvSchema(fileOf(host), settings)), name: 'iris' };
  },
  load: async (_step, host) => ({ ...(await loadCsv(fileOf(host), settings)), name: 'iris' }),
};

function fileOf({ builtinDir }: DataHost): Found {
  const baseDir = join(builtinDir, 'iris');
  try {
    return findFile('iris.csv', 'path', { builtinDir, baseDir, readable: [baseDir], collections: [] });
  } catch {
    throw new DataError('missing', `iris: ${join(baseDir, 'iris.csv')} is not there. Install Modelwright again.`);
  }
}
