/** Whether a process that once was is still the same one: numbers of processes are used again. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, in the system's own words; absent where the system does not say. */
  readonly start?: string;
}

export function identify(pid: number): ProcessIdentity {
  const start = startOf(pid);
  return start === undefined ? { pid } : { pid, start };
}

export function isAlive(owner: ProcessIdentity): boolean {
  if (!exists(owner.pid)) return false;
  const start = startOf(owner.pid);
  return owner.start === undefined || start === undefined || owner.start === start;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it exists and belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function startOf(pid: number): string | undefined {
  try {
    if (process.platform === 'linux') {
      // Field 22, in clock ticks since boot; the name in parentheses before it may hold spaces. See proc(5).
      return readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1)?.split(' ')[19];
    }
    if (process.platform === 'darwin')
      return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    // Gone in between, or hidden from us.
  }
  return undefined;
}
