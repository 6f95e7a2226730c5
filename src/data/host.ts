/** Where the data of a model file may be read, if its user trusts it. */
import { dirname, resolve } from 'node:path';
import type { DataHost } from './source';

/** Where Debian and Ubuntu put data sets. */
const SYSTEM_DATA = '/usr/share/datasets';

/** Below the folder of the project, and in the one that the user names in the environment. */
export function trustedHost(modelFile: string, project: string, builtinDir: string): DataHost {
  const { MODELWRIGHT_DATA: own } = process.env;
  const folders = own ? [resolve(own)] : [];
  return {
    builtinDir,
    baseDir: dirname(resolve(modelFile)),
    readable: [project, ...folders],
    collections: [...folders, SYSTEM_DATA],
  };
}
