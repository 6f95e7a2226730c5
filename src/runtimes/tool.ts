/** Runs the programs of others: npm, pip, a compiler, nvidia-smi. */
import { type ChildProcess, spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { errorCode } from './error';

export interface ToolOptions {
  /** By default the folder of Node.js: where the user is may be a program, or a part of one, that is called like what is asked for. */
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Ends the program, and what it started. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds after which it is ended; it then counts as ended by SIGTERM. */
  readonly timeout?: number;
}

/** How a program ended. `missing`: there is none of that name. */
export interface Ran {
  /** Undefined where it was ended by a signal. */
  readonly code: number | undefined;
  readonly signal: NodeJS.Signals | undefined;
  readonly stdout: string;
  readonly stderr: string;
  readonly missing: boolean;
}

const isWindows = process.platform === 'win32';

/** Milliseconds in which a program that is told to end may clear up. */
const GRACE = 2000;

export function runTool(program: string, args: readonly string[], options: ToolOptions = {}): Promise<Ran> {
  const { cwd = dirname(process.execPath), env = process.env, signal, timeout } = options;
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    // npm is a script on Windows, which only a shell runs; a group of its own ends together with all that it started.
    const shell = isWindows && program === 'npm';
    const child = spawn(program, shell ? args.map(quoted) : args, {
      cwd,
      env: { ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell,
      detached: !isWindows,
      windowsHide: true,
    });
    let last: NodeJS.Timeout | undefined;
    const end = (): void => {
      endGroup(child, 'SIGTERM');
      last = setTimeout(giveUp, GRACE);
    };
    const timer = timeout === undefined ? undefined : setTimeout(end, timeout);
    signal?.addEventListener('abort', end);
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    const finish = (ran: Pick<Ran, 'code' | 'signal' | 'missing'>): void => {
      clearTimeout(timer);
      clearTimeout(last);
      signal?.removeEventListener('abort', end);
      if (signal?.aborted) reject(signal.reason);
      else resolve({ ...ran, stdout, stderr });
    };
    /** What waits for a device, as nvidia-smi does for a driver that is stuck, can't be ended at all. */
    const giveUp = (): void => {
      endGroup(child, 'SIGKILL');
      for (const stream of [child.stdout, child.stderr]) stream.destroy();
      child.unref();
      finish({ code: undefined, signal: 'SIGTERM', missing: false });
    };
    child.once('error', (error) => finish({ code: undefined, signal: undefined, missing: errorCode(error) === 'ENOENT' }));
    child.once('close', (code, by) => finish({ code: code ?? undefined, signal: by ?? undefined, missing: false }));
  });
}

/** For `cmd.exe`. */
const quoted = (argument: string): string => (/[\s&()^]/.test(argument) ? `"${argument}"` : argument);

function endGroup(child: ChildProcess, how: 'SIGTERM' | 'SIGKILL'): void {
  try {
    if (isWindows || child.pid === undefined) child.kill(how);
    else process.kill(-child.pid, how);
  } catch {
    // It has ended by itself.
  }
}

/** What a program says of a failure: its lines that begin as errors do, else the last ones. Not what npm says of every failure. */
export function lastWords({ stdout, stderr }: Pick<Ran, 'stdout' | 'stderr'>, most = 4): string {
  const said = (stderr.trim() === '' ? stdout : stderr).split(/\r?\n/).map((line) => line.trim());
  const lines = said
    .map((line) => line.replace(/^npm (error|ERR!) ?/, '').trim())
    .filter((line) => line !== '' && !/^(A complete log|command |path |at .+:\d+)/.test(line));
  const errors = lines.filter((line) => /^(\w*error|fatal)\b.*:|: (fatal )?error:/i.test(line));
  return (errors.length > 0 ? errors.slice(0, most) : lines.slice(-most)).join(' ');
}
