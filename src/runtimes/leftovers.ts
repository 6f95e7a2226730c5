/** Folders of installs under way, named by the process at work: those of a process that has died are left over. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from './error';
import { runtimesFolder } from './home';

export const stageFolder = (home: string, kind: 'new' | 'old' = 'new'): string =>
  join(runtimesFolder(home), `.${kind}-${process.pid}`);

export function abandoned(home: string): string[] {
  const folder = runtimesFolder(home);
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((name) => {
    const [, pid] = /^\.(?:new|old)-(\d+)$/.exec(name) ?? [];
    return pid === undefined || isRunning(Number(pid)) ? [] : [join(folder, name)];
  });
}

export function removeAbandoned(home: string): void {
  for (const folder of abandoned(home)) rmSync(folder, { recursive: true, force: true });
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return pid !== process.pid;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}
