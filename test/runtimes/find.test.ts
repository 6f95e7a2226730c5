/** Which runtimes are found, in which order, and where the user's data folder is. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findRuntimes } from '../../src/runtimes/find';
import { dataHome } from '../../src/runtimes/home';
import { BINDING, emptyFolder, putPackage, removeFolders } from './folder';

const cpu = '@tensorflow/tfjs-node';
const gpu = '@tensorflow/tfjs-node-gpu';

afterAll(removeFolders);

describe('findRuntimes', () => {
  it('finds the project’s own first, that for the GPU before that for the CPU, then those that were installed', () => {
    const [project, home] = [emptyFolder(), emptyFolder()];
    const from = join(project, 'models', 'deep');
    mkdirSync(from, { recursive: true });
    const expected = [
      { folder: putPackage(project, gpu, [BINDING]), package: gpu, origin: 'project' },
      { folder: putPackage(join(project, 'models'), cpu, [BINDING]), package: cpu, origin: 'project' },
      { folder: putPackage(join(home, 'runtimes/gpu'), gpu, [BINDING]), package: gpu, origin: 'installed' },
      { folder: putPackage(join(home, 'runtimes/cpu'), cpu, [BINDING]), package: cpu, origin: 'installed' },
    ].map((one) => ({ ...one, binding: join(one.folder, BINDING) }));
    expect(findRuntimes({ from, home })).toEqual(expected);
  });

  it('takes the nearest package that has a binding, for the newest Node-API', () => {
    const project = emptyFolder();
    const from = join(project, 'models');
    putPackage(from, cpu, ['lib/README.md']);
    const whole = putPackage(project, cpu, ['lib/napi-v9/tfjs_binding.node', 'lib/napi-v10/tfjs_binding.node', BINDING]);
    const found = findRuntimes({ from, home: emptyFolder() });
    expect(found.map(({ binding }) => binding)).toEqual([join(whole, 'lib/napi-v10/tfjs_binding.node')]);
  });

  it('finds packages without a binding too', () => {
    const [from, home] = [emptyFolder(), emptyFolder()];
    const folders = [putPackage(from, gpu, ['lib/README.md']), putPackage(join(home, 'runtimes/cpu'), cpu, [])];
    expect(findRuntimes({ from, home }).map(({ binding }) => binding)).toEqual(folders.map((folder) => join(folder, BINDING)));
  });

  it('finds nothing where there is nothing', () => {
    const from = emptyFolder();
    expect(findRuntimes({ from, home: join(from, 'nowhere') })).toEqual([]);
  });
});

describe('dataHome', () => {
  it.each([
    ['linux', {}, '/home/ada/.local/share/modelwright'],
    ['linux', { XDG_DATA_HOME: '/data' }, '/data/modelwright'],
    ['linux', { XDG_DATA_HOME: 'data' }, '/home/ada/.local/share/modelwright'],
    ['linux', { XDG_DATA_HOME: '/data', MODELWRIGHT_HOME: '/mw' }, '/mw'],
    ['darwin', { XDG_DATA_HOME: '/data' }, '/home/ada/Library/Application Support/modelwright'],
  ] as const)('on %s with %j is %s', (platform, env, expected) => {
    expect(dataHome({ platform, env, home: '/home/ada' })).toBe(expected);
  });

  it('on Windows is local, not roaming', () => {
    const home = 'C:\\Users\\ada';
    expect(dataHome({ platform: 'win32', env: { LOCALAPPDATA: 'D:\\local' }, home })).toBe('D:\\local\\modelwright');
    expect(dataHome({ platform: 'win32', env: {}, home })).toBe('C:\\Users\\ada\\AppData\\Local\\modelwright');
  });
});
