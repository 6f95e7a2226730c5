/** What other programs say of the machine, and which way of installing is open on which. */
import { describe, expect, it } from 'vitest';
import { type Machine, readMachine, versionIn } from '../../src/runtimes/machine';
import { cudaIn, gpusIn } from '../../src/runtimes/nvidia';
import { chooseRoute, wheelBarrier } from '../../src/runtimes/route';
import { lastWords } from '../../src/runtimes/tool';
import { isNewEnough } from '../../src/runtimes/versions';

describe('readMachine', () => {
  it('finds Node.js and the processor that it runs on', async () => {
    const machine = await readMachine();
    expect(machine).toMatchObject({ platform: process.platform, arch: process.arch, node: process.versions.node });
    expect(machine.cpu.cores).toBeGreaterThan(0);
    expect(machine.memory).toBeGreaterThan(2 ** 28);
  });
});

describe('versionIn', () => {
  it.each([
    ['g++ (Debian 12.2.0-14+deb12u1) 12.2.0\nCopyright (C) 2022 Free Software Foundation, Inc.', '12.2.0'],
    ['Python 3.11.7', '3.11.7'],
    ['pip 23.2.1 from /usr/lib/python3.11/site-packages/pip (python 3.11)', '23.2.1'],
    ['uv 0.5.1 (f399a5271 2024-11-08)', '0.5.1'],
    ['11.19.1\n', '11.19.1'],
    ['no number', undefined],
  ])('%j → %s', (text, expected) => {
    expect(versionIn(text)).toBe(expected);
  });
});

describe('lastWords', () => {
  it('are the errors of a program, without what npm says of every failure', () => {
    const npm = [
      '* Downloading libtensorflow',
      'Error: getaddrinfo ENOTFOUND example.org',
      '    at GetAddrInfoReqWrap.onlookupall [as oncomplete] (node:dns:122:26)',
      'npm error code 1',
      'npm error command sh -c node scripts/install.js',
      'npm error A complete log of this run can be found in: /home/ada/.npm/_logs/debug-0.log',
    ];
    expect(lastWords({ stdout: 'CPU-linux\n', stderr: npm.join('\n') })).toBe('Error: getaddrinfo ENOTFOUND example.org');
    expect(lastWords({ stdout: '', stderr: 'npm error code E404\nnpm error 404 Not Found\n' })).toBe('code E404 404 Not Found');
    const fetching =
      'npm error code ECONNREFUSED\nnpm error FetchError: request failed\nnpm error     at any (a.js:1:2)\nnpm error }\n';
    expect(lastWords({ stdout: '', stderr: fetching })).toBe('FetchError: request failed');
    const pip = 'WARNING: retrying\nERROR: No matching distribution found for tensorflow-cpu==2.21.0\n';
    expect(lastWords({ stdout: '', stderr: pip })).toBe('ERROR: No matching distribution found for tensorflow-cpu==2.21.0');
    const compiler =
      'In file included from b.cc:1:\nb.h:3:10: fatal error: a.h: No such file or directory\n  3 | #include "a.h"\n';
    expect(lastWords({ stdout: '', stderr: compiler })).toBe('b.h:3:10: fatal error: a.h: No such file or directory');
    expect(lastWords({ stdout: 'No devices were found\n', stderr: '' })).toBe('No devices were found');
  });
});

describe('nvidia-smi', () => {
  it('lists GPUs, whose names may hold commas', () => {
    expect(gpusIn('550.54.15, 81559, NVIDIA H100 80GB HBM3\n550.54.15, [N/A], NVIDIA GB10, Grace\r\n\n')).toEqual({
      driver: '550.54.15',
      gpus: [
        { name: 'NVIDIA H100 80GB HBM3', memory: 81559 },
        { name: 'NVIDIA GB10, Grace', memory: 0 },
      ],
    });
    expect(gpusIn('No devices were found\n')).toEqual({ gpus: [] });
  });

  it('tells the newest CUDA of the driver', () => {
    expect(cudaIn('| NVIDIA-SMI 550.54.15    Driver Version: 550.54.15    CUDA Version: 12.4     |')).toBe('12.4');
    expect(cudaIn('| NVIDIA-SMI 550.54.15    Driver Version: 550.54.15    CUDA Version: N/A      |')).toBeUndefined();
  });
});

describe('isNewEnough', () => {
  it.each([
    ['2.9.1', true],
    ['2.21.0', true],
    ['3.0.0', true],
    ['2.8.4', false],
    ['1.15.5', false],
  ])('%s: %s', (version, expected) => {
    expect(isNewEnough(version)).toBe(expected);
  });
});

const linux: Machine = {
  platform: 'linux',
  arch: 'x64',
  cpu: { model: 'any', cores: 2 },
  memory: 2 ** 34,
  node: '20.20.2',
  glibc: '2.36',
  tools: {
    npm: '11.19.1',
    pip: '23.2.1',
    python: { program: 'python3', version: '3.11.7' },
    compiler: { program: 'g++', version: '12.2.0' },
  },
};

describe('the way to install', () => {
  it('is open through the wheel on Linux with a compiler, and pip or uv', () => {
    expect(wheelBarrier('cpu', linux)).toBeUndefined();
    expect(wheelBarrier('gpu', linux)).toBeUndefined();
    expect(wheelBarrier('cpu', { ...linux, arch: 'arm64' })).toBeUndefined();
  });

  it.each<[string, Partial<Machine>, string]>([
    [
      'bare Linux',
      { tools: { npm: '11.19.1' } },
      'To make a runtime from the Python wheel, this machine lacks a C++ compiler (g++ or clang++) and pip or uv. On Debian and Ubuntu: apt install g++ python3-pip',
    ],
    ['old Linux', { glibc: '2.17' }, "TensorFlow's wheel needs glibc 2.27, and this system has 2.17. A newer system has it."],
    [
      'Windows',
      { platform: 'win32' },
      'A runtime is made from the Python wheel on Linux only: the wheel for Windows holds no TensorFlow library that a binding could be compiled for. The other way: modelwright runtime install --via npm',
    ],
    [
      'macOS',
      { platform: 'darwin' },
      'A runtime is made from the Python wheel on Linux only: what the wheel for macOS holds was not tried yet. The other way: modelwright runtime install --via npm',
    ],
  ])('through the wheel is barred on %s', async (_, part, message) => {
    await expect(chooseRoute('cpu', 'wheel', { ...linux, ...part })).rejects.toMatchObject({ message });
  });

  it('is closed where there is no TensorFlow at all', async () => {
    const { glibc: _, ...alpine } = linux;
    await expect(chooseRoute('cpu', undefined, alpine)).rejects.toThrow(/glibc, which this system does not have/);
    await expect(chooseRoute('cpu', undefined, { ...linux, tools: {} })).rejects.toThrow(/npm was not found/);
    await expect(chooseRoute('gpu', 'npm', { ...linux, platform: 'darwin', arch: 'arm64' })).rejects.toThrow(
      'There is no TensorFlow for the GPU of this machine (darwin arm64). For the CPU: modelwright runtime install --cpu',
    );
  });

  it('for a GPU leads through the wheel, which brings the libraries of CUDA', async () => {
    expect(await chooseRoute('gpu', undefined, linux)).toMatchObject({ via: 'wheel' });
    expect(await chooseRoute('gpu', 'npm', linux)).toMatchObject({ via: 'npm' });
  });
});
