/** Which way a runtime can be installed on this machine. */
import { request } from 'node:https';
import { RuntimeError } from './error';
import type { Machine } from './machine';
import type { Route } from './record';
import type { Device } from './runtime';
import { NPM_TENSORFLOW_VERSION, TENSORFLOW_VERSION, WHEELS } from './versions';

export interface ChosenRoute {
  readonly via: Route;
  /** A sentence: why this one. */
  readonly why: string;
}

/** Where tfjs-node's install script gets TensorFlow, unless it is told otherwise by the same variables. */
const DOWNLOADS = process.env['TFJS_NODE_CDN_STORAGE'] ?? process.env['CDN_STORAGE'] ?? 'https://storage.googleapis.com/';

/** Throws a `RuntimeError` where the wanted way, or each, is barred. */
export async function chooseRoute(device: Device, wanted: Route | undefined, machine: Machine): Promise<ChosenRoute> {
  refuseDevice(device, machine);
  const barred = wheelBarrier(device, machine);
  if (wanted === 'npm') return { via: 'npm', why: 'as asked for' };
  if (wanted === 'wheel') {
    if (barred !== undefined) throw barred;
    return { via: 'wheel', why: 'as asked for' };
  }
  if (device === 'gpu' && barred === undefined) {
    const why = `it brings its own CUDA libraries, while npm's TensorFlow ${NPM_TENSORFLOW_VERSION} needs CUDA 11.2 on the system and knows no newer GPU`;
    return { via: 'wheel', why };
  }
  if (await answers(DOWNLOADS)) return { via: 'npm', why: 'the download host of the npm package answers' };
  if (barred === undefined) return { via: 'wheel', why: `the download host of the npm package (${DOWNLOADS}) does not answer` };
  // A proxy may lead the script where the question above did not get.
  if (hasProxy()) return { via: 'npm', why: barred.problem };
  throw new RuntimeError(`The download host of the npm package (${DOWNLOADS}) does not answer. ${barred.problem}`, barred.mend);
}

const hasProxy = (): boolean => Object.entries(process.env).some(([name, value]) => /^https?_proxy$/i.test(name) && value);

function refuseDevice(device: Device, { platform, arch, glibc, tools }: Machine): void {
  if (tools.npm === undefined) {
    throw new RuntimeError('npm was not found, which gets the package.', 'Install Node.js with npm: https://nodejs.org');
  }
  if (platform === 'linux' && glibc === undefined) {
    throw new RuntimeError(
      'TensorFlow is built for Linux with glibc, which this system does not have (Alpine?).',
      'Trainings run on onnxruntime here.',
    );
  }
  if (device === 'gpu' && (platform === 'darwin' || arch !== 'x64')) {
    throw new RuntimeError(
      `There is no TensorFlow for the GPU of this machine (${platform} ${arch}).`,
      'For the CPU: modelwright runtime install --cpu',
    );
  }
}

/** Why the wheel's library can't be used here; undefined where it can. */
export function wheelBarrier(device: Device, { platform, arch, glibc = '0', tools }: Machine): RuntimeError | undefined {
  if (platform !== 'linux') {
    const reason =
      platform === 'win32'
        ? 'the wheel for Windows holds no TensorFlow library that a binding could be compiled for'
        : 'what the wheel for macOS holds was not tried yet';
    return new RuntimeError(
      `A runtime is made from the Python wheel on Linux only: ${reason}.`,
      'The other way: modelwright runtime install --via npm',
    );
  }
  if (WHEELS[`${arch}-${device}`] === undefined) {
    return new RuntimeError(
      `TensorFlow ${TENSORFLOW_VERSION} has no wheel for ${device} on ${arch}.`,
      'Trainings run on onnxruntime here.',
    );
  }
  if (olderThan(glibc, '2.27')) {
    return new RuntimeError(`TensorFlow's wheel needs glibc 2.27, and this system has ${glibc}.`, 'A newer system has it.');
  }
  const missing = [
    ...(tools.compiler === undefined ? ['a C++ compiler (g++ or clang++)'] : []),
    ...(tools.pip === undefined && tools.uv === undefined ? ['pip or uv'] : []),
  ];
  if (missing.length === 0) return undefined;
  const needs = `To make a runtime from the Python wheel, this machine lacks ${missing.join(' and ')}.`;
  return new RuntimeError(needs, 'On Debian and Ubuntu: apt install g++ python3-pip');
}

function olderThan(version: string, than: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [thanMajor = 0, thanMinor = 0] = than.split('.').map(Number);
  return major < thanMajor || (major === thanMajor && minor < thanMinor);
}

/** Any answer within five seconds, also that there is nothing at the root. What is no address of HTTPS gives none. */
function answers(url: string): Promise<boolean> {
  return new Promise<boolean>((resolve, reject) => {
    const asked = request(url, { method: 'HEAD', timeout: 5000 }, (response) => {
      response.resume();
      resolve(true);
    });
    asked.on('timeout', () => asked.destroy());
    asked.on('error', reject);
    asked.end();
  }).catch(() => false);
}
