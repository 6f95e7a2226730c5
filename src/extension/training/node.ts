/** The Node.js that trains: the one of the settings, else the one on the PATH where it is new enough, else VS Code's own. */
import { execFile } from 'node:child_process';

export interface NodeProgram {
  readonly command: string;
  readonly env: Readonly<Record<string, string>>;
}

const LEAST_VERSION = 20;
const PATIENCE_MS = 2000;

const cache = new Map<string, Promise<NodeProgram>>();

/** `configured`: path from the settings; empty: none. Each is asked for its version once. Throws a text for people. */
export function findNode(configured: string): Promise<NodeProgram> {
  const known = cache.get(configured) ?? (configured === '' ? onPath() : checked(configured));
  cache.set(configured, known);
  // It may be installed meanwhile.
  known.catch(() => cache.delete(configured));
  return known;
}

async function checked(command: string): Promise<NodeProgram> {
  const version = await versionOf(command);
  const what = `The Node.js of the setting modelwright.training.node, ${command},`;
  if (version === undefined) throw new Error(`${what} can't be started. Correct the path, or clear it.`);
  if (!isEnough(version)) throw new Error(`${what} is ${version}, and a training needs ${LEAST_VERSION} or later.`);
  return { command, env: {} };
}

async function onPath(): Promise<NodeProgram> {
  const version = await versionOf('node');
  if (version !== undefined && isEnough(version)) return { command: 'node', env: {} };
  return { command: process.execPath, env: { ELECTRON_RUN_AS_NODE: '1' } };
}

/** `v20.11.0`; undefined: it says nothing like that, or nothing in time. */
const versionOf = (command: string): Promise<string | undefined> =>
  new Promise((resolve) => {
    execFile(command, ['--version'], { timeout: PATIENCE_MS, windowsHide: true }, (_error, stdout = '') => {
      resolve(/^v\d+\.\d+\.\d+/.exec(stdout)?.[0]);
    });
  });

const isEnough = (version: string): boolean => Number.parseInt(version.slice(1), 10) >= LEAST_VERSION;
