/** Whether runs can be written, before a training is started that would only find out after it has read its data. */
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { errorCode } from '../../runs/error';

/** Why the directory of all runs can't be written, and what to do; undefined: it can. */
export function writeProblem(runs: string): string | undefined {
  const folder = nearest(runs);
  try {
    if (!statSync(folder).isDirectory()) return `Runs are kept in ${runs}, but ${folder} is a file. Rename that file.`;
    accessSync(folder, constants.W_OK);
    return undefined;
  } catch (error) {
    const code = errorCode(error);
    const why = code === 'EROFS' ? 'it is read-only (EROFS)' : `permission is denied (${code})`;
    return `Runs are kept in ${runs}, and ${folder} can't be written: ${why}. Change that, or copy the project to another place.`;
  }
}

const nearest = (path: string): string => (existsSync(path) || dirname(path) === path ? path : nearest(dirname(path)));
