/** Asks a runtime what it is, and says in plain words why one can't be loaded. */

import { existsSync } from 'node:fs';
import { mendInstalled, RuntimeError } from './error';
import type { Said } from './probe-process';
import { deviceOf, type Probe, type Runtime } from './runtime';
import { type Ran, runTool } from './tool';
import { isNewEnough, OLDEST_TENSORFLOW } from './versions';

/** TensorFlow speaks on stderr otherwise, and takes all of a GPU's memory. */
const ENV = { TF_CPP_MIN_LOG_LEVEL: '3', TF_FORCE_GPU_ALLOW_GROWTH: 'true' };

/** `probeFile` is `dist/runtime-probe.js`. Throws a `RuntimeError` for a runtime that can't compute. */
export async function probe(runtime: Runtime, probeFile: string, signal?: AbortSignal): Promise<Probe> {
  if (!existsSync(runtime.binding)) throw broken(runtime, missing(runtime));
  const env = { ...process.env, ...ENV, ELECTRON_RUN_AS_NODE: '1' };
  const ran = await runTool(process.execPath, [probeFile, runtime.binding], { env, signal, timeout: 120_000 });
  const said = saidIn(ran);
  if (said === undefined) throw broken(runtime, endOf(ran));
  if ('error' in said) throw broken(runtime, reasonFor(said.error, runtime.binding));
  if (!isNewEnough(said.version)) {
    throw broken(runtime, `holds TensorFlow ${said.version}, and a training needs ${OLDEST_TENSORFLOW} or newer.`);
  }
  return said;
}

const missing = ({ origin }: Runtime): string =>
  origin === 'installed' ? 'is missing.' : 'is missing: when npm installed the package, its download failed or was not run.';

function saidIn({ stdout }: Ran): Said | undefined {
  try {
    return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
  } catch {
    return undefined;
  }
}

const broken = (runtime: Runtime, problem: string): RuntimeError =>
  new RuntimeError(`${runtime.binding} ${problem}`, mendOf(runtime));

export const mendOf = ({ origin, package: name }: Runtime): string =>
  origin === 'installed' ? mendInstalled(deviceOf(name)) : `Mend it: npm rebuild ${name}, or npm uninstall ${name}`;

function endOf({ code, signal }: Ran): string {
  if (signal === 'SIGILL') {
    return "can't be loaded: this processor lacks instructions that its TensorFlow was built for (SIGILL); most builds need AVX.";
  }
  if (signal === 'SIGTERM') return "can't be loaded: it gave no answer within two minutes.";
  return `can't be loaded: it ended the process that tried (${signal ?? `code ${code}`}). It or one of its libraries is damaged.`;
}

/** What the system's loader says, by the words that glibc, macOS and Windows use. */
export function reasonFor(error: string, binding: string): string {
  const [, missing] =
    /(?:^|\s)([\w.+-]+): cannot open shared object file/.exec(error) ?? /Library not loaded: (\S+)/.exec(error) ?? [];
  if (missing !== undefined) return `can't be loaded: its library ${missing} is missing.`;
  if (/The specified module could not be found/.test(error)) {
    return "can't be loaded: a library that it needs is missing, such as tensorflow.dll beside it.";
  }
  const [, library] = /version [`'](GLIBC(?:XX)?_[\d.]+)' not found/.exec(error) ?? [];
  if (library !== undefined) return `can't be loaded: it was built for a newer system (${library} is not here).`;
  const [, file] = /(\S+): (?:file too short|invalid ELF header|cannot read file data)/.exec(error) ?? [];
  if (file !== undefined) return `can't be loaded: ${file === binding ? 'it' : file} is damaged or cut off.`;
  if (/wrong ELF class|incompatible architecture|not a valid Win32 application|cannot open shared object/.test(error)) {
    return `can't be loaded: it was built for another processor than this one (${process.platform} ${process.arch}).`;
  }
  const [, symbol] = /undefined symbol: (\w+)/.exec(error) ?? [];
  if (symbol !== undefined) return `can't be loaded: it does not fit its TensorFlow library, which has no ${symbol}.`;
  if (/NODE_MODULE_VERSION|did not self-register/.test(error)) {
    return `can't be loaded: it was built for another version of Node.js than this one (${process.versions.node}).`;
  }
  return `can't be loaded: ${error.split('\n')[0]}`;
}
