/** What a person reads: why a library does not load, what `auto` takes and why nothing better. */
import { describe, expect, it } from 'vitest';
import { installedLines, runtimeLines } from '../../src/cli/render/runtimes-text';
import { PLAIN } from '../../src/cli/terminal/style';
import { RuntimeError } from '../../src/runtimes/error';
import { chooseFrom, type Looked } from '../../src/runtimes/look';
import type { Machine } from '../../src/runtimes/machine';
import { reasonFor } from '../../src/runtimes/probe';
import type { RuntimeRecord } from '../../src/runtimes/record';
import type { RuntimePackage } from '../../src/runtimes/runtime';

describe('reasonFor', () => {
  it.each([
    [
      'libtensorflow_framework.so.2: cannot open shared object file: No such file or directory',
      "can't be loaded: its library libtensorflow_framework.so.2 is missing.",
    ],
    ['/rt/tfjs_binding.node: file too short', "can't be loaded: it is damaged or cut off."],
    ['/rt/deps/libtensorflow.so.2: invalid ELF header', "can't be loaded: /rt/deps/libtensorflow.so.2 is damaged or cut off."],
    [
      "/lib/libm.so.6: version `GLIBC_2.38' not found (required by /rt/tfjs_binding.node)",
      "can't be loaded: it was built for a newer system (GLIBC_2.38 is not here).",
    ],
    [
      '/rt/tfjs_binding.node: undefined symbol: TF_NewStatus',
      "can't be loaded: it does not fit its TensorFlow library, which has no TF_NewStatus.",
    ],
    [
      "The module '/rt/tfjs_binding.node' was compiled against a different Node.js version using NODE_MODULE_VERSION 93.",
      `can't be loaded: it was built for another version of Node.js than this one (${process.versions.node}).`,
    ],
    [
      "dlopen(/rt/tfjs_binding.node, 0x0001): tried: '/rt/tfjs_binding.node' (mach-o file, but is an incompatible architecture (have 'x86_64', need 'arm64'))",
      `can't be loaded: it was built for another processor than this one (${process.platform} ${process.arch}).`,
    ],
    [
      'The specified module could not be found.\n\\\\?\\C:\\rt\\tfjs_binding.node',
      "can't be loaded: a library that it needs is missing, such as tensorflow.dll beside it.",
    ],
    ['something else\nand more', "can't be loaded: something else"],
  ])('%s', (error, expected) => {
    expect(reasonFor(error, '/rt/tfjs_binding.node')).toBe(expected);
  });
});

const machine: Machine = {
  platform: 'linux',
  arch: 'x64',
  cpu: { model: 'any', cores: 2 },
  memory: 2 ** 34,
  node: '20.20.2',
  tools: {},
};
const withGpu = { ...machine, nvidia: { driver: '550.54.15', cuda: '12.4', gpus: [{ name: 'NVIDIA L4', memory: 23034 }] } };

const runtime = (name: RuntimePackage) => ({ folder: '/rt', binding: '/rt/b.node', package: name, origin: 'installed' as const });
const works = (name: RuntimePackage, gpus: string[] = []): Looked => ({
  runtime: runtime(name),
  probe: { version: '2.21.0', gpus },
});
const broken: Looked = {
  runtime: runtime('@tensorflow/tfjs-node'),
  broken: new RuntimeError('/rt/b.node is gone.', 'Mend it: so.'),
};

const why = (looked: readonly Looked[], on: Machine = machine): string => chooseFrom(looked, on).why.join(' ');

describe('chooseFrom', () => {
  it('says that nothing was found, or that what was found is broken', () => {
    const uses = 'Trainings use onnxruntime on the CPU, which comes with Modelwright.';
    expect(why([])).toBe(`${uses} TensorFlow is not installed; it often trains faster. Get it: modelwright runtime install`);
    expect(why([], withGpu)).toBe(
      `${uses} NVIDIA L4 is here, but TensorFlow, which computes on it, is not installed. Get it: modelwright runtime install --gpu`,
    );
    expect(why([broken])).toBe(`${uses} /rt/b.node is gone. Mend it: so.`);
  });

  it('takes the first that works, and still names the one that does not', () => {
    expect(why([broken, works('@tensorflow/tfjs-node-gpu', ['GPU:0'])], withGpu)).toBe(
      'Trainings use TensorFlow 2.21.0 on the GPU (NVIDIA L4). /rt/b.node is gone. Mend it: so.',
    );
  });

  it('takes a GPU before a CPU, as trainings do, wherever its runtime stands', () => {
    expect(why([works('@tensorflow/tfjs-node'), works('@tensorflow/tfjs-node-gpu', ['GPU:0'])], withGpu)).toBe(
      'Trainings use TensorFlow 2.21.0 on the GPU (NVIDIA L4).',
    );
  });

  const onCpu = 'Trainings use TensorFlow 2.21.0 on the CPU.';
  const { nvidia } = withGpu;

  it.each<[string, RuntimePackage, Machine, string]>([
    ['no driver', '@tensorflow/tfjs-node-gpu', machine, 'No NVIDIA driver was found, and TensorFlow uses no other GPU.'],
    [
      'a driver without words',
      '@tensorflow/tfjs-node-gpu',
      { ...machine, nvidia: { gpus: [], trouble: "NVIDIA-SMI has failed because it couldn't communicate with the driver." } },
      "The NVIDIA driver does not answer: NVIDIA-SMI has failed because it couldn't communicate with the driver.",
    ],
    [
      'TensorFlow for the CPU',
      '@tensorflow/tfjs-node',
      withGpu,
      'NVIDIA L4 is here, but this TensorFlow was built for the CPU. For the GPU: modelwright runtime install --gpu',
    ],
    [
      'an old driver',
      '@tensorflow/tfjs-node-gpu',
      { ...withGpu, nvidia: { ...nvidia, driver: '470.82.01', cuda: '11.4' } },
      "NVIDIA L4 can't be used: its driver (470.82.01) runs CUDA 11.4, and TensorFlow needs 12 or newer. Install a newer NVIDIA driver.",
    ],
    [
      'libraries that do not load',
      '@tensorflow/tfjs-node-gpu',
      withGpu,
      "NVIDIA L4 is here, but TensorFlow can't use it: a library of CUDA or cuDNN does not load. Install it with its own libraries: modelwright runtime install --gpu --via wheel --force",
    ],
    ['macOS', '@tensorflow/tfjs-node', { ...machine, platform: 'darwin' }, 'TensorFlow for Node.js can use no GPU on macOS.'],
  ])('says why it is not the GPU: %s', (_, name, on, reason) => {
    expect(why([works(name)], on)).toBe(`${onCpu} ${reason}`);
  });
});

describe('modelwright runtime', () => {
  it('fits into a narrow terminal, but for folders', () => {
    const looked = [works('@tensorflow/tfjs-node-gpu', ['GPU:0']), broken];
    const tools = { npm: '11.6.0', python: { program: 'python3', version: '3.11.2' }, pip: '23.0.1', uv: '0.11.31' };
    const on = { ...withGpu, tools };
    expect(runtimeLines({ machine: on, looked, choice: chooseFrom(looked, on) }, { style: PLAIN, columns: 60 })).toEqual([
      'machine  linux x64, 16 GiB',
      'CPU      any, 2 cores',
      'GPU      NVIDIA L4, 22 GiB',
      'NVIDIA   driver 550.54.15, CUDA 12.4',
      'Node.js  20.20.2',
      'tools    npm 11.6.0, python3 3.11.2, pip 23.0.1, uv 0.11.31',
      '',
      'from       package                    TensorFlow  computes on',
      'installed  @tensorflow/tfjs-node-gpu  2.21.0      GPU, CPU',
      '  /rt',
      'installed  @tensorflow/tfjs-node      broken',
      '  /rt',
      '',
      'Trainings use TensorFlow 2.21.0 on the GPU (NVIDIA L4).',
      '/rt/b.node is gone. Mend it: so.',
    ]);
  });

  it('says what was installed, and whether it does what it was installed for', () => {
    const record = { v: 1, device: 'gpu', files: [{ path: 'a', size: 5.7e9, sha256: '' }] } as unknown as RuntimeRecord;
    const installed = (gpus: string[], already: boolean) => ({
      runtime: runtime('@tensorflow/tfjs-node-gpu'),
      probe: { version: '2.21.0', gpus },
      record,
      already,
    });
    const what = 'TensorFlow 2.21.0 for the GPU, 5.7 GB, in /rt';
    expect(installedLines(installed(['GPU:0'], false), 90)).toEqual([
      `Installed and loaded in 2 min: ${what}`,
      'Trainings use it from now on.',
    ]);
    expect(installedLines(installed([], false), 90)[1]).toBe(
      'It finds no GPU here that it can use, and computes on the CPU. Why: modelwright runtime',
    );
    expect(installedLines(installed(['GPU:0'], true), 1)).toEqual([
      `It is there already, and works: ${what}`,
      'To install it anew: modelwright runtime install --gpu --force',
    ]);
  });
});
