/** Processes below another one, as Linux lists them in /proc. */
import { readdirSync, readFileSync } from 'node:fs';

/** Ids of those, at any depth, whose command line fits `pattern`. */
export const processesBelow = (ancestor: number, pattern: RegExp): number[] =>
  pids().filter((pid) => pattern.test(commandOf(pid)) && isBelow(pid, ancestor));

const pids = (): number[] => readdirSync('/proc').map(Number).filter(Number.isInteger);

/** Empty where it has ended. */
const commandOf = (pid: number): string => readText(`/proc/${pid}/cmdline`).replaceAll('\0', ' ');

function isBelow(pid: number, ancestor: number): boolean {
  for (let at = pid; at > 1; at = parentOf(at)) if (at === ancestor) return true;
  return false;
}

/** The fourth field, of which the second, in brackets, may hold anything. */
const parentOf = (pid: number): number => Number(readText(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ')[1] ?? 0);

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
