/** Where the data of a model file may be read. */
import { dirname, join, resolve } from 'node:path';
import type { DataHost } from '../data/source';
import { projectOf } from '../runs/layout';
import { readRun } from '../runs/read';
import { distDir } from './dist';

/** Where Debian and Ubuntu put data sets. */
const SYSTEM_DATA = '/usr/share/datasets';

/** Below the folder of the project, and in the one that the user names in the environment. */
export function dataHostOf(modelFile: string): DataHost {
  const { MODELWRIGHT_DATA: own } = process.env;
  const folders = own ? [resolve(own)] : [];
  return {
    builtinDir: join(distDir, 'data'),
    baseDir: dirname(resolve(modelFile)),
    readable: [projectOf(modelFile), ...folders],
    collections: [...folders, SYSTEM_DATA],
  };
}

/** The data of a run are where they were, and are found from there. Runs lie in <project>/.modelwright/runs. */
export const dataHostOfRun = (directory: string): DataHost =>
  dataHostOf(resolve(directory, '../../..', readRun(directory).source.file));
