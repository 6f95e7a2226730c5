/**
 * Installs a runtime into the user's data folder. It is made beside its place, looked into, and moved there when it is whole, so
 * that an install that is stopped, or fails, leaves what was there before.
 */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode, RuntimeError } from './error';
import { bindingIn, packageIn } from './find';
import { installFolder, runtimesFolder } from './home';
import { installFromNpm } from './install-npm';
import type { Stage } from './install-steps';
import { installFromWheel } from './install-wheel';
import { removeAbandoned, stageFolder } from './leftovers';
import { type Machine, readMachine } from './machine';
import { probe } from './probe';
import { describeFiles, type Route, type RuntimeRecord, readRecord, writeRecord } from './record';
import { chooseRoute } from './route';
import { type Device, type Probe, packageFor, type Runtime } from './runtime';
import { TENSORFLOW_VERSION, TFJS_VERSION, WHEELS } from './versions';

export interface Wanted {
  /** The user's data folder. */
  readonly home: string;
  /** Undefined: the GPU where there is one that can be used. */
  readonly device?: Device | undefined;
  readonly via?: Route | undefined;
  /** Also where a whole one is there already. */
  readonly force?: boolean;
  /** `dist/runtime-probe.js`. */
  readonly probeFile: string;
  readonly signal?: AbortSignal;
  readonly tell?: (step: string) => void;
}

const SOURCES = { npm: 'the npm package', wheel: 'the Python wheel' } as const;

export interface Installed {
  readonly runtime: Runtime;
  readonly probe: Probe;
  readonly record: RuntimeRecord;
  /** It was there, and nothing was done. */
  readonly already: boolean;
}

/** Throws a `RuntimeError` that says what is in the way, and the signal's reason when it is stopped. */
export async function installRuntime({ home, via, force = false, probeFile, signal, tell = () => {}, ...wanted }: Wanted) {
  const machine = await readMachine();
  const device = wanted.device ?? deviceFor(machine);
  return onDisk(runtimesFolder(home), async (): Promise<Installed> => {
    mkdirSync(runtimesFolder(home), { recursive: true });
    removeAbandoned(home);
    const there = force ? undefined : await working(home, device, probeFile, tell);
    if (there !== undefined) return there;
    const route = await chooseRoute(device, via, machine);
    const folder = stageFolder(home);
    const stage: Stage = { folder, scratch: join(folder, 'scratch'), device, machine, signal, tell };
    try {
      mkdirSync(stage.scratch, { recursive: true });
      tell(
        `Installing TensorFlow for the ${device.toUpperCase()} into ${installFolder(home, device)} from ${SOURCES[route.via]}: ${route.why}`,
      );
      await requireRoom(stage, route.via);
      await (route.via === 'wheel' ? installFromWheel(stage) : installFromNpm(stage));
      rmSync(stage.scratch, { recursive: true, force: true });
      tell('Loading it to see whether it works');
      const looked = await lookInto(stage, route.via, probeFile);
      signal?.throwIfAborted();
      place(folder, installFolder(home, device), home);
      return { ...looked, runtime: runtimeIn(installFolder(home, device), device), already: false };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

/** A GPU that no driver speaks for, or whose TensorFlow is not made for this system, is as good as none. */
const deviceFor = ({ nvidia, platform, arch }: Machine): Device =>
  (nvidia?.gpus.length ?? 0) > 0 && platform !== 'darwin' && arch === 'x64' ? 'gpu' : 'cpu';

async function working(
  home: string,
  device: Device,
  probeFile: string,
  tell: (step: string) => void,
): Promise<Installed | undefined> {
  const folder = installFolder(home, device);
  if (!existsSync(folder)) return undefined;
  const record = readRecord(folder);
  try {
    const runtime = runtimeIn(folder, device);
    const probed = await probe(runtime, probeFile);
    if (record?.version === TFJS_VERSION && record.tensorflow === probed.version) {
      return { runtime, probe: probed, record, already: true };
    }
    tell(`What is in ${folder} is of another version, and is made anew`);
  } catch (error) {
    if (!(error instanceof RuntimeError)) throw error;
    tell(`${error.problem} It is made anew`);
  }
  return undefined;
}

function runtimeIn(folder: string, device: Device): Runtime {
  const { folder: inside, name } = packageIn(folder, packageFor(device));
  const binding = bindingIn(inside);
  if (binding === undefined) throw new RuntimeError(`${folder} has no binding.`, 'Nothing was installed.');
  return { folder: inside, binding, package: name, origin: 'installed' };
}

async function requireRoom({ folder, machine, device }: Stage, via: Route): Promise<void> {
  const wheels = via === 'wheel' ? WHEELS[`${machine.arch}-${device}`] : undefined;
  const { bavail, bsize } = await statfs(folder);
  const [room, needed] = [(bavail * bsize) / 1e6, wheels?.room ?? 2000];
  if (room < needed) {
    throw new RuntimeError(
      `The disk of ${folder} has ${(room / 1000).toFixed(1)} GB left, and the install needs ${(needed / 1000).toFixed(1)} GB for a while.`,
      'Free some, or name a folder on another disk in MODELWRIGHT_HOME.',
    );
  }
}

async function lookInto({ folder, device, signal }: Stage, via: Route, probeFile: string) {
  const runtime = runtimeIn(folder, device);
  const probed = await probe(runtime, probeFile, signal);
  if (via === 'wheel' && probed.version !== TENSORFLOW_VERSION) {
    throw new RuntimeError(
      `TensorFlow ${probed.version} came where ${TENSORFLOW_VERSION} was asked for.`,
      'Nothing was installed.',
    );
  }
  const record: RuntimeRecord = {
    v: 1,
    device,
    package: runtime.package,
    version: TFJS_VERSION,
    tensorflow: probed.version,
    via,
    installed: new Date().toISOString(),
    node: process.versions.node,
    files: await describeFiles(folder, runtime.folder),
  };
  writeRecord(folder, record);
  return { probe: probed, record };
}

/** What was there goes away last: a training that has it loaded goes on with it on Linux and macOS, and bars the way on Windows. */
function place(folder: string, target: string, home: string): void {
  const old = stageFolder(home, 'old');
  const isReplaced = existsSync(target);
  try {
    if (isReplaced) renameSync(target, old);
    renameSync(folder, target);
  } catch (error) {
    if (isReplaced && existsSync(old)) renameSync(old, target);
    if (process.platform !== 'win32') throw error;
    throw new RuntimeError(`${target} can't be replaced (${errorCode(error)}).`, 'End the trainings that use it, and try again.');
  }
  rmSync(old, { recursive: true, force: true });
}

/** `ENOTDIR`: a file stands where a folder should be. */
const UNWRITABLE: readonly string[] = ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR'];

async function onDisk<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = errorCode(error);
    if (code !== undefined && UNWRITABLE.includes(code)) {
      throw new RuntimeError(
        `${folder} can't be written (${code}).`,
        'Change its permissions, or name another in MODELWRIGHT_HOME.',
      );
    }
    if (code === 'ENOSPC' || code === 'EDQUOT') {
      throw new RuntimeError(
        `The disk of ${folder} is full.`,
        'Free some, or name a folder on another disk in MODELWRIGHT_HOME.',
      );
    }
    throw error;
  }
}
