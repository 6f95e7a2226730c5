/** One process at a time writes a run: `lock.json` says which. A lock whose process has died counts for nothing. */
import { linkSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isCount, isText, optional, record } from '../protocol/guards';
import { errorCode, onDisk, RunError } from './error';
import { readWhole } from './files';
import { layoutOf } from './layout';
import { identify, isAlive, type ProcessIdentity } from './process';

/** Throws a `RunError` while another process holds the run. */
export function acquireLock(directory: string): void {
  const { lock } = layoutOf(directory);
  while (!onDisk(lock, () => created(lock))) {
    const owner = readOwner(lock);
    if (owner === undefined) {
      throw new RunError('damaged', `${lock} can't be read. Delete it if no training writes this run.`);
    }
    if (isAlive(owner) || !setAside(lock, owner)) {
      throw new RunError('locked', `The run ${directory} is being written by process ${owner.pid}. Stop that one first.`);
    }
  }
}

export function releaseLock(directory: string): void {
  rmSync(layoutOf(directory).lock, { force: true });
}

/** Whether a living process writes the run. */
export const isLocked = (directory: string): boolean => ownerOf(directory) !== undefined;

/** Number of the process that writes the run; undefined: none that lives. */
export function ownerOf(directory: string): number | undefined {
  const owner = readOwner(layoutOf(directory).lock);
  return owner !== undefined && isAlive(owner) ? owner.pid : undefined;
}

/** Appears with its content, so that a process that is killed in between leaves no lock without an owner. */
function created(lock: string): boolean {
  const content = `${JSON.stringify({ v: 1, ...identify(process.pid) })}\n`;
  const own = `${lock}.${process.pid}.tmp`;
  try {
    writeFileSync(own, content);
    try {
      linkSync(own, lock);
    } catch (error) {
      if (errorCode(error) === 'EEXIST') return false;
      // Some file systems have no hard links.
      writeFileSync(lock, content, { flag: 'wx' });
    }
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

/** Removes a dead owner's lock. False: in the meantime another process took it over. */
function setAside(lock: string, dead: ProcessIdentity): boolean {
  const aside = `${lock}.${process.pid}`;
  try {
    renameSync(lock, aside);
  } catch {
    return true;
  }
  const owner = readOwner(aside);
  if (owner?.pid !== dead.pid || owner.start !== dead.start) {
    renameSync(aside, lock);
    return false;
  }
  rmSync(aside);
  return true;
}

function readOwner(path: string): ProcessIdentity | undefined {
  try {
    const owner: unknown = JSON.parse(readWhole(path).toString('utf8'));
    return isIdentity(owner) ? owner : undefined;
  } catch {
    return undefined;
  }
}

/** To the system, 0 and negative numbers are whole groups of processes. */
const isPid = (value: unknown): boolean => isCount(value) && value !== 0;
const checks = record({ pid: isPid, start: optional(isText) });
const isIdentity = (value: unknown): value is ProcessIdentity => checks(value);
