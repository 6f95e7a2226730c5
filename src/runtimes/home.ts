/** The user's data folder: outside every project and every installation of Modelwright, so that updates leave it alone. */
import { homedir } from 'node:os';
import { join as joinHere, posix, win32 } from 'node:path';
import type { Device } from './runtime';

export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

const HERE: Surroundings = { platform: process.platform, env: process.env, home: homedir() };

export function dataHome({ platform, env, home }: Surroundings = HERE): string {
  const { join, isAbsolute } = platform === 'win32' ? win32 : posix;
  const { MODELWRIGHT_HOME: own, XDG_DATA_HOME: xdg, LOCALAPPDATA: local } = env;
  if (own) return own;
  if (platform === 'win32') return join(local || join(home, 'AppData', 'Local'), 'modelwright');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'modelwright');
  // The XDG specification has relative paths ignored.
  return join(xdg && isAbsolute(xdg) ? xdg : join(home, '.local', 'share'), 'modelwright');
}

/** Of all installed runtimes, and of what is half installed. */
export const runtimesFolder = (home: string): string => joinHere(home, 'runtimes');

/** Of one: an npm project that holds only the package, and `runtime.json`. */
export const installFolder = (home: string, device: Device): string => joinHere(runtimesFolder(home), device);
