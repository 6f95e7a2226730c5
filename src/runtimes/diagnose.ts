/** What is broken in the runtimes that are here, and the command that mends it. */
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { errorCode, mendInstalled, RuntimeError } from './error';
import { findRuntimes, type Places } from './find';
import { installFolder, runtimesFolder } from './home';
import { abandoned } from './leftovers';
import { whyNoGpu } from './look';
import type { Machine } from './machine';
import { mendOf, probe } from './probe';
import { packageVersion, type RecordedFile, type RuntimeRecord, readRecord, recordFile, sha256Of } from './record';
import { type Device, deviceOf, type Probe, type Runtime } from './runtime';
import { TENSORFLOW_VERSION, TFJS_VERSION } from './versions';

export interface Finding {
  /** Names the file or folder. */
  readonly problem: string;
  /** Absent where the problem says it. */
  readonly mend?: string;
}

export interface Checked {
  /** Of the runtime. */
  readonly folder: string;
  readonly origin: Runtime['origin'];
  readonly device: Device;
  /** What it says of itself; absent where it is broken. */
  readonly probe?: Probe;
  readonly findings: readonly Finding[];
}

export interface Diagnosis {
  readonly checked: readonly Checked[];
  /** About what is around them. */
  readonly findings: readonly Finding[];
}

const OLDEST_NODE = 20;

export async function diagnose({ from, home }: Required<Places>, machine: Machine, probeFile: string): Promise<Diagnosis> {
  const project = findRuntimes({ from, home }).filter(({ origin }) => origin === 'project');
  const devices = (['gpu', 'cpu'] as const).filter((device) => existsSync(installFolder(home, device)));
  const checked: Checked[] = [];
  for (const runtime of project) checked.push(await checkLoaded(runtime, machine, probeFile));
  for (const device of devices) checked.push(await checkInstalled(home, device, machine, probeFile));
  return { checked, findings: [...checkNode(machine), ...checkFolder(home)] };
}

async function checkInstalled(home: string, device: Device, machine: Machine, probeFile: string): Promise<Checked> {
  const folder = installFolder(home, device);
  const mend = mendInstalled(device);
  const record = readRecord(folder);
  const damaged = (findings: readonly Finding[]): Checked => ({ folder, origin: 'installed', device, findings });
  if (record === undefined) {
    return damaged([{ problem: `${recordFile(folder)} is missing or damaged, so nobody knows what was installed.`, mend }]);
  }
  const files = await checkFiles(folder, record.files);
  if (files.length > 0) return damaged(files.map((problem) => ({ problem, mend })));
  const runtime = findRuntimes({ from: folder, home }).find(
    (one) => one.origin === 'installed' && one.package === record.package,
  );
  if (runtime === undefined) return damaged([{ problem: `${folder} has no binding.`, mend }]);
  const { findings, ...loaded } = await checkLoaded(runtime, machine, probeFile);
  const versions = 'probe' in loaded ? checkVersions(runtime, record, loaded.probe) : [];
  return { ...loaded, folder, findings: [...findings, ...versions.map((problem) => ({ problem, mend }))] };
}

async function checkFiles(folder: string, files: readonly RecordedFile[]): Promise<string[]> {
  const problems: string[] = [];
  for (const { path, size, sha256 } of files) {
    const full = join(folder, path);
    const there = statSync(full, { throwIfNoEntry: false })?.size;
    if (there === undefined) problems.push(`${full} is missing.`);
    else if (there < size) problems.push(`${full} is cut off: it has ${there} of ${size} bytes.`);
    else if ((await sha256Of(full)) !== sha256)
      problems.push(`${full} is not the file that was installed: its checksum differs.`);
  }
  return problems;
}

async function checkLoaded(runtime: Runtime, machine: Machine, probeFile: string): Promise<Checked> {
  const { folder, origin } = runtime;
  const device = deviceOf(runtime.package);
  try {
    const probed = await probe(runtime, probeFile);
    const wantsGpu = device === 'gpu' && (machine.nvidia?.gpus.length ?? 0) > 0 && probed.gpus.length === 0;
    const findings = wantsGpu ? [{ problem: whyNoGpu(runtime, machine) }] : [];
    return { folder, origin, device, probe: probed, findings };
  } catch (error) {
    if (!(error instanceof RuntimeError)) throw error;
    return { folder, origin, device, findings: [{ problem: error.problem, mend: mendOf(runtime) }] };
  }
}

function checkVersions({ folder, binding }: Runtime, record: RuntimeRecord, { version }: Probe): string[] {
  if (version !== record.tensorflow) return [`${binding} holds TensorFlow ${version}, and ${record.tensorflow} was installed.`];
  const expected = record.via === 'wheel' ? TENSORFLOW_VERSION : record.tensorflow;
  if (version !== expected) return [`${binding} holds TensorFlow ${version}, and this Modelwright is made for ${expected}.`];
  const own = packageVersion(folder);
  if (own === TFJS_VERSION) return [];
  return [
    `${folder} is of ${own === undefined ? 'no version' : `version ${own}`}, and this Modelwright is made for ${TFJS_VERSION}.`,
  ];
}

function checkNode({ node }: Machine): Finding[] {
  if (Number.parseInt(node, 10) >= OLDEST_NODE) return [];
  return [
    { problem: `This is Node.js ${node}, and Modelwright needs ${OLDEST_NODE} or newer.`, mend: 'Get it: https://nodejs.org' },
  ];
}

/** Where the next install goes, and what one that was killed has left there. */
function checkFolder(home: string): Finding[] {
  const folder = runtimesFolder(home);
  const left = abandoned(home).map((path) => ({
    problem: `${path} is left over from an install that was ended.`,
    mend: 'Any install clears it away: modelwright runtime install',
  }));
  try {
    // The sign at the end: a file would not do.
    accessSync(`${nearest(folder)}/`, constants.W_OK);
    return left;
  } catch (error) {
    const problem = `${folder} can't be written (${errorCode(error)}), so nothing can be installed or mended there.`;
    return [...left, { problem, mend: 'Change its permissions, or name another folder in MODELWRIGHT_HOME.' }];
  }
}

/** The folder itself, or the one in which it would be made. */
const nearest = (folder: string): string => (existsSync(folder) ? folder : nearest(dirname(folder)));
