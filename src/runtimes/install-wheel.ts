/** A runtime from the Python wheel: TensorFlow's library out of it, and tfjs-node's binding compiled for that library. */
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RuntimeError } from './error';
import { fetchArchive, fetchPackage, must, packageFolder, type Stage, unpack } from './install-steps';
import { NODE_HEADERS, TENSORFLOW_VERSION, WHEEL_PYTHON, WHEELS, type Wheels } from './versions';

const LIBRARIES = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];

/** Version of Node-API, and the folder that tfjs-node looks in for it. */
const NAPI = 8;

export async function installFromWheel(stage: Stage): Promise<void> {
  const { arch, tools } = stage.machine;
  const wheels = WHEELS[`${arch}-${stage.device}`];
  if (wheels === undefined) throw new RuntimeError(`TensorFlow has no wheel for ${arch}.`, 'Trainings run on onnxruntime here.');
  const target = packageFolder(stage);
  stage.tell('Getting the binding from npm (2 MB)');
  await unpack(stage, await fetchPackage(stage), target);
  const headers = join(stage.scratch, 'node-headers');
  await unpack(stage, await fetchArchive(stage, NODE_HEADERS), headers);

  const sizes = `${megabytes(wheels.download)} to download, ${megabytes(wheels.stays)} on the disk`;
  stage.tell(`Getting TensorFlow ${TENSORFLOW_VERSION} with ${tools.pip === undefined ? 'uv' : 'pip'} (${sizes})`);
  const python = join(stage.scratch, 'python');
  await unpackWheels(stage, wheels, python);
  moveLibraries(python, target);

  stage.tell(`Compiling the binding with ${tools.compiler?.program ?? 'c++'} (about 10 s)`);
  await compile(stage, target, join(headers, 'include'));
  rmSync(join(target, 'deps', 'include'), { recursive: true });
}

const megabytes = (count: number): string => (count < 1000 ? `${count} MB` : `${(count / 1000).toFixed(1)} GB`);

/** pip and uv take nothing whose hash is another than that of its line. */
async function unpackWheels(stage: Stage, { requirements }: Wheels, to: string): Promise<void> {
  const { python, pip } = stage.machine.tools;
  const file = join(stage.scratch, 'requirements.txt');
  writeFileSync(file, `${requirements.join('\n')}\n`);
  const shared = ['install', '--no-deps', '--require-hashes', '-r', file, '--target', to];
  const failed = { problem: `TensorFlow ${TENSORFLOW_VERSION} could not be got as a Python wheel.` };
  const machine = stage.machine.arch === 'arm64' ? 'aarch64' : 'x86_64';
  if (pip !== undefined && python !== undefined) {
    const platforms = ['2_27', '2_17', '2014', '2_12', '2010'].flatMap((age) => [
      '--platform',
      `manylinux${age.includes('_') ? '_' : ''}${age}_${machine}`,
    ]);
    const tags = ['--only-binary=:all:', '--implementation', 'cp', '--python-version', WHEEL_PYTHON.version];
    const quiet = ['--no-compile', '--no-cache-dir', '--disable-pip-version-check', '--progress-bar', 'off', '--no-input'];
    const args = ['-m', 'pip', ...shared, ...tags, '--abi', WHEEL_PYTHON.abi, '--abi', 'none', ...platforms, ...quiet];
    await must(stage, stage.scratch, python.program, args, failed);
    return;
  }
  const tags = [
    '--only-binary',
    ':all:',
    '--python-version',
    WHEEL_PYTHON.version,
    '--python-platform',
    `${machine}-manylinux_2_28`,
  ];
  await must(
    stage,
    stage.scratch,
    'uv',
    ['pip', ...shared, ...tags, '--no-cache', '--no-progress', '--link-mode', 'copy'],
    failed,
  );
}

/** Where the package's own download has them. The libraries look for those of CUDA in `../nvidia`, as in the wheel. */
function moveLibraries(python: string, target: string): void {
  const deps = join(target, 'deps');
  mkdirSync(join(deps, 'lib'), { recursive: true });
  for (const name of LIBRARIES) renameSync(join(python, 'tensorflow', name), join(deps, 'lib', name));
  renameSync(join(python, 'tensorflow', 'include'), join(deps, 'include'));
  if (existsSync(join(python, 'nvidia'))) renameSync(join(python, 'nvidia'), join(deps, 'nvidia'));
  rmSync(python, { recursive: true });
}

/**
 * While TensorFlow's library is loaded it writes two lines to the terminal that no setting keeps back. This one is loaded before it
 * and sets the least level that is written: errors.
 */
const QUIET = `#include "absl/log/globals.h"
__attribute__((constructor)) static void quiet() { absl::SetMinLogLevel(absl::LogSeverityAtLeast::kError); }
`;

async function compile(stage: Stage, target: string, nodeHeaders: string): Promise<void> {
  const folder = join('lib', `napi-v${NAPI}`);
  mkdirSync(join(target, folder), { recursive: true });
  const quiet = join(stage.scratch, 'quiet.cc');
  writeFileSync(quiet, QUIET);
  const flags = ['-O2', '-std=c++17', '-shared', '-fPIC', '-w', '-Ideps/include', '-Ldeps/lib'];
  const [tensorflow, framework] = LIBRARIES.map((name) => `-l:${name}`) as [string, string];
  const toQuiet = [...flags, quiet, framework, '-Wl,-z,initfirst', '-Wl,-rpath,$ORIGIN', '-o', 'deps/lib/libquiet.so'];
  const toBinding = [
    ...flags,
    `-DNAPI_VERSION=${NAPI}`,
    `-I${nodeHeaders}`,
    '-I.',
    ...['binding/tfjs_backend.cc', 'binding/tfjs_binding.cc'],
    // Nothing in the sources needs it.
    ...['-Wl,--no-as-needed', '-l:libquiet.so', tensorflow, framework],
    '-Wl,-rpath,$ORIGIN/../../deps/lib',
    ...['-o', join(folder, 'tfjs_binding.node')],
  ];
  for (const args of [toQuiet, toBinding]) {
    await must(stage, target, stage.machine.tools.compiler?.program ?? 'c++', args, {
      problem: 'The binding could not be compiled.',
    });
  }
}
