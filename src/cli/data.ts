/** Where the data of a model file, or of a run, may be read. */
import { join } from 'node:path';
import { trustedHost } from '../data/host';
import type { DataHost } from '../data/source';
import { modelFileOf, projectOf } from '../runs/layout';
import { readRun } from '../runs/read';
import { distDir } from './dist';

export const dataHostOf = (modelFile: string): DataHost => trustedHost(modelFile, projectOf(modelFile), join(distDir, 'data'));

/** The data of a run are where they were, and are found from there. */
export const dataHostOfRun = (directory: string): DataHost => dataHostOf(modelFileOf(directory, readRun(directory)));
