/** Which runtimes there are. Nothing is loaded: whether one works is for `probe` to say. */
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { dataHome, installFolder } from './home';
import { type Device, packageFor, type Runtime, type RuntimePackage } from './runtime';

/** The package for GPUs computes on the CPU too where there is none. */
const DEVICES: readonly Device[] = ['gpu', 'cpu'];

export interface Places {
  /** Folder of the model file. */
  readonly from: string;
  /** The user's data folder. */
  readonly home?: string;
}

/**
 * Best first: the project's own, then those that were installed. A package without a binding counts, so that people hear of it: its
 * download failed, or its scripts were not run.
 */
export function findRuntimes({ from, home = dataHome() }: Places): Runtime[] {
  const project = DEVICES.flatMap((device) => {
    const found = packagesAbove(from, packageFor(device)).map(runtimeOf('project'));
    return found.find(({ binding }) => existsSync(binding)) ?? found.slice(0, 1);
  });
  const installed = DEVICES.map((device) => packageIn(installFolder(home, device), packageFor(device)));
  return [...project, ...installed.filter(isThere).map(runtimeOf('installed'))];
}

interface Package {
  readonly folder: string;
  readonly name: RuntimePackage;
}

export const packageIn = (folder: string, name: RuntimePackage): Package => ({
  folder: join(folder, 'node_modules', name),
  name,
});

/** As Node.js looks for packages: nearest first. */
function packagesAbove(from: string, name: RuntimePackage): Package[] {
  const found: Package[] = [];
  let folder = resolve(from);
  for (;;) {
    const one = packageIn(folder, name);
    if (isThere(one)) found.push(one);
    const above = dirname(folder);
    if (above === folder) return found;
    folder = above;
  }
}

const isThere = ({ folder }: Package): boolean => existsSync(join(folder, 'package.json'));

const runtimeOf =
  (origin: Runtime['origin']) =>
  ({ folder, name }: Package): Runtime => {
    const binding = bindingIn(folder) ?? join(folder, 'lib', 'napi-v8', 'tfjs_binding.node');
    return { folder, binding, package: name, origin };
  };

/** `lib/napi-v8/tfjs_binding.node`, for the newest version of Node-API that there is. */
export function bindingIn(folder: string): string | undefined {
  const lib = join(folder, 'lib');
  if (!existsSync(lib)) return undefined;
  const versions = readdirSync(lib).flatMap((name) => /^napi-v(\d+)$/.exec(name)?.[1] ?? []);
  const newest = versions.sort((a, b) => Number(b) - Number(a));
  return newest.map((version) => join(lib, `napi-v${version}`, 'tfjs_binding.node')).find((path) => existsSync(path));
}
