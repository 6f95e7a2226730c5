/** `modelwright runtime` as a person types it: installs that are broken on purpose, that are refused, and that are stopped. */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOT_INSTALLED } from '../../src/runtimes/look';
import { describeFiles, type RuntimeRecord, writeRecord } from '../../src/runtimes/record';
import { tensorflow } from '../needs';
import { BINDING, emptyFolder, putPackage, removeFolders } from '../runtimes/folder';
import { cli, command, modelwright, type Result } from './cli';

const name = '@tensorflow/tfjs-node';

/** Runs `modelwright runtime` in an empty project, or in `cwd`. */
const runtime = (home: string, args: readonly string[], cwd = emptyFolder(), env = {}): Promise<Result> =>
  modelwright(['runtime', ...args], { cwd, env: { MODELWRIGHT_HOME: home, ...env } });

afterAll(removeFolders);

describe('modelwright runtime', () => {
  it('says what the machine has, and what trains where there is no TensorFlow', async () => {
    const { code, stdout, stderr } = await runtime(emptyFolder(), []);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^machine {2}\S+ \S+, \d+ GiB\nCPU {6}.+, \d+ cores?\n/);
    expect(stdout).toContain(`Node.js  ${process.versions.node}\n`);
    expect(stdout).toMatch(
      /Trainings use onnxruntime on the CPU, which comes with Modelwright\.\nTensorFlow is not installed; it often trains faster. Get it: modelwright runtime install\n$/,
    );
  });

  it('says the same as JSON', async () => {
    const { stdout } = await runtime(emptyFolder(), ['list', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      v: 1,
      machine: { platform: process.platform, node: process.versions.node },
      runtimes: [],
      auto: { engine: 'onnxruntime', device: 'cpu' },
    });
  });

  it('names a package whose download failed', async () => {
    const project = emptyFolder();
    const folder = putPackage(project, '@tensorflow/tfjs-node-gpu', ['lib/README.md']);
    const gpu = '@tensorflow/tfjs-node-gpu';
    const problem = `${join(folder, BINDING)} is missing: when npm installed the package, its download failed or was not run.`;
    const mend = `Mend it: npm rebuild ${gpu}, or npm uninstall ${gpu}`;
    const { stdout } = await runtime(emptyFolder(), [], project);
    expect(stdout).toContain(`\nTrainings use onnxruntime on the CPU, which comes with Modelwright.\n${problem} ${mend}\n`);
    expect(await runtime(emptyFolder(), ['doctor'], project)).toEqual({
      code: 1,
      stdout: `✗ ${problem}\n  ${mend}\n`,
      stderr: '',
    });
  });

  it.each([
    [['remove'], "modelwright runtime has no 'remove'. modelwright runtime [list|install|doctor]"],
    [['doctor', 'now'], "doctor takes nothing more, but got 'now'."],
    [['list', '--force'], '--force goes with: modelwright runtime install'],
    [['install', '--json'], '--json goes with: modelwright runtime list or doctor'],
    [['install', '--cpu', '--gpu'], '--cpu and --gpu are two installs: one after the other.'],
    [['install', '--via', 'apt'], "--via is one of npm, wheel, but got 'apt'."],
  ])('refuses %j', async (args, message) => {
    expect(await runtime(emptyFolder(), args)).toEqual({ code: 2, stdout: '', stderr: `error ${message}\n` });
  });
});

describe('modelwright runtime doctor', () => {
  it('is content where there is nothing', async () => {
    const expected = `Nothing is broken: trainings use onnxruntime, which comes with Modelwright. ${NOT_INSTALLED}\n`;
    expect(await runtime(emptyFolder(), ['doctor'])).toEqual({ code: 0, stdout: expected, stderr: '' });
  });

  it('names what is not a library, in the project', async () => {
    const project = emptyFolder();
    const folder = putPackage(project, name, [BINDING]);
    const { code, stdout } = await runtime(emptyFolder(), ['doctor', '--json'], project);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      runtimes: [
        {
          folder,
          origin: 'project',
          device: 'cpu',
          findings: [
            {
              problem: `${join(folder, BINDING)} can't be loaded: it is damaged or cut off.`,
              mend: `Mend it: npm rebuild ${name}, or npm uninstall ${name}`,
            },
          ],
        },
      ],
    });
  });

  it('names an install of which nothing is known, and what one that was killed has left', async () => {
    const home = emptyFolder();
    mkdirSync(join(home, 'runtimes', '.new-4194305'), { recursive: true });
    putPackage(join(home, 'runtimes', 'gpu'), '@tensorflow/tfjs-node-gpu', [BINDING]);
    const { code, stdout } = await runtime(home, ['doctor', '--json']);
    const { runtimes, findings } = JSON.parse(stdout);
    expect(code).toBe(1);
    expect([...runtimes[0].findings, ...findings]).toEqual([
      {
        problem: `${home}/runtimes/gpu/runtime.json is missing or damaged, so nobody knows what was installed.`,
        mend: 'Mend it: modelwright runtime install --gpu --force',
      },
      {
        problem: `${home}/runtimes/.new-4194305 is left over from an install that was ended.`,
        mend: 'Any install clears it away: modelwright runtime install',
      },
    ]);
  });

  it('names a file where a folder should be, and so does install', async () => {
    const home = join(emptyFolder(), 'file');
    writeFileSync(home, '');
    const doctor = await runtime(home, ['doctor', '--json']);
    expect(doctor.code).toBe(1);
    expect(JSON.parse(doctor.stdout).findings).toMatchObject([
      { problem: `${home}/runtimes can't be written (ENOTDIR), so nothing can be installed or mended there.` },
    ]);
    const { code, stderr } = await runtime(home, ['install', '--cpu', '--via', 'npm']);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `error ${home}/runtimes can't be written (ENOTDIR). Change its permissions, or name another in MODELWRIGHT_HOME.\n`,
    });
  });

  it.skipIf(process.platform === 'win32')('[user] names a folder that can not be written, and so does install', async () => {
    const [home, project] = [emptyFolder(), emptyFolder()];
    mkdirSync(join(home, 'runtimes'));
    chmodSync(project, 0o755);
    chmodSync(join(home, 'runtimes'), 0o555);
    chmodSync(home, 0o555);
    const doctor = await asOrdinaryUser(home, ['doctor', '--json'], project);
    expect(doctor.code).toBe(1);
    expect(JSON.parse(doctor.stdout).findings).toEqual([
      {
        problem: `${home}/runtimes can't be written (EACCES), so nothing can be installed or mended there.`,
        mend: 'Change its permissions, or name another folder in MODELWRIGHT_HOME.',
      },
    ]);
    const { code, stderr } = await asOrdinaryUser(home, ['install', '--cpu', '--via', 'npm'], project);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `error ${home}/runtimes can't be written (EACCES). Change its permissions, or name another in MODELWRIGHT_HOME.\n`,
    });
  });
});

/** The superuser may write anywhere, and steps down. */
async function asOrdinaryUser(home: string, args: readonly string[], cwd: string): Promise<Result> {
  if (process.getuid?.() !== 0) return runtime(home, args, cwd);
  // The repository may be closed to others.
  const dist = join(cwd, 'dist');
  mkdirSync(dist);
  for (const file of ['cli.js', 'runtime-probe.js']) copyFileSync(join(dirname(cli), file), join(dist, file));
  const env = { MODELWRIGHT_HOME: home, HOME: cwd };
  const result = await command(process.execPath, [join(dist, 'cli.js'), 'runtime', ...args], { cwd, env, user: 65534 });
  rmSync(dist, { recursive: true });
  return result;
}

describe('modelwright runtime install', () => {
  it('takes nothing that is not what it should be', async () => {
    const home = emptyFolder();
    const registry = await falseRegistry();
    const env = { NPM_CONFIG_REGISTRY: registry.url, NPM_CONFIG_CACHE: emptyFolder() };
    const { code, stderr } = await runtime(home, ['install', '--cpu', '--via', 'npm'], emptyFolder(), env);
    await registry.close();
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /error What npm delivered as @tensorflow\/tfjs-node@4\.22\.0 is not what it should be: its hash is sha512-.+, and sha512-uHrX.+ was expected\. Nothing was installed\./,
    );
    expect(readdirSync(join(home, 'runtimes'))).toEqual([]);
  });

  it.skipIf(process.platform !== 'linux')('that is stopped leaves nothing [linux]', async () => {
    const home = emptyFolder();
    // An npm that never comes to an end, with a process of its own.
    const bin = emptyFolder();
    writeFileSync(
      join(bin, 'npm'),
      '#!/bin/sh\n[ "$1" = --version ] && echo 11.0.0 && exit\nsleep 1234 &\necho $! > "$SEEN"\nwait\n',
    );
    chmodSync(join(bin, 'npm'), 0o755);
    const seen = join(bin, 'seen');
    const env = { PATH: `${bin}${delimiter}${process.env['PATH']}`, SEEN: seen };
    let stop = (): void => {};
    const ended = modelwright(['runtime', 'install', '--cpu', '--via', 'npm'], {
      cwd: emptyFolder(),
      env: { MODELWRIGHT_HOME: home, ...env },
      onStart: (child) => {
        stop = () => void child.kill('SIGINT');
      },
    });
    while (!existsSync(seen) || readFileSync(seen, 'utf8') === '') await new Promise((resolve) => setTimeout(resolve, 20));
    stop();
    const { code, stderr } = await ended;
    expect(code).toBe(130);
    expect(stderr).toMatch(/\nStopped\. Nothing was installed, and nothing is left of it\.\n$/);
    expect(readdirSync(join(home, 'runtimes'))).toEqual([]);
    await expect.poll(() => isRunning(Number(readFileSync(seen, 'utf8')))).toBe(false);
  });

  it('clears away what one that was killed has left', async () => {
    const home = emptyFolder();
    mkdirSync(join(home, 'runtimes', '.new-4194305', 'scratch'), { recursive: true });
    await runtime(home, ['install', '--cpu'], emptyFolder(), {
      PATH: dirname(process.execPath),
      NPM_CONFIG_REGISTRY: 'http://127.0.0.1:9',
      NPM_CONFIG_FETCH_RETRIES: '0',
    });
    expect(readdirSync(join(home, 'runtimes'))).toEqual([]);
  });
});

/** An ended process whose parent has ended before it may stay in the table for a while. */
function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** A registry that knows every package in the wanted version, with contents of its own. */
async function falseRegistry() {
  const folder = emptyFolder();
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'other', version: '1.0.0' }));
  execFileSync('npm', ['pack', '--silent'], { cwd: folder });
  const archive = readFileSync(join(folder, 'other-1.0.0.tgz'));
  const server = createServer((request, response) => {
    if (request.url?.endsWith('.tgz')) return void response.end(archive);
    const dist = { tarball: `${url}/any.tgz` };
    const version = { name, version: '4.22.0', dist };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ name, 'dist-tags': { latest: '4.22.0' }, versions: { '4.22.0': version } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, close: () => new Promise((resolve) => server.close(resolve)) };
}

describe.skipIf(tensorflow === undefined)('[tensorflow] an installed runtime', () => {
  let record: RuntimeRecord;
  let source: string;
  /** `2.21.0` */
  let version: string;

  beforeAll(async () => {
    source = join(dirname(tensorflow ?? ''), '../..');
    const home = emptyFolder();
    const folder = link(home);
    const list = await runtime(home, ['list', '--json']);
    version = JSON.parse(list.stdout).runtimes[0].tensorflow;
    record = {
      v: 1,
      device: 'cpu',
      package: name,
      version: '4.22.0',
      tensorflow: version,
      via: existsSync(join(folder, 'deps/lib/libtensorflow_cc.so.2')) ? 'wheel' : 'npm',
      installed: new Date().toISOString(),
      node: process.versions.node,
      files: await describeFiles(join(home, 'runtimes/cpu'), folder),
    };
  });

  /** A whole install, of which all files are shared with the one that tests are given: to be replaced, never changed. */
  function link(home: string, folder = 'runtimes/cpu'): string {
    const place = putPackage(join(home, folder), name, []);
    for (const path of [BINDING, ...readdirSync(join(source, 'deps/lib')).map((file) => `deps/lib/${file}`)]) {
      mkdirSync(dirname(join(place, path)), { recursive: true });
      try {
        linkSync(join(source, path), join(place, path));
      } catch {
        // Another disk.
        cpSync(join(source, path), join(place, path), { verbatimSymlinks: true });
      }
    }
    return place;
  }

  function install(part: Partial<RuntimeRecord> = {}): { home: string; folder: string } {
    const home = emptyFolder();
    const folder = link(home);
    writeRecord(join(home, 'runtimes/cpu'), { ...record, ...part });
    return { home, folder };
  }

  /** Path below the folder of the install of what matches. */
  const recorded = (pattern: RegExp): string => record.files.find(({ path }) => pattern.test(path))?.path ?? '';

  const doctor = async (home: string, cwd?: string) => {
    const { code, stdout } = await runtime(home, ['doctor', '--json'], cwd);
    const { runtimes } = JSON.parse(stdout);
    return { code, findings: runtimes.flatMap((one: { findings: unknown[] }) => one.findings) };
  };

  /** All names of a library, as links lead to it. */
  function removeLibrary(folder: string, pattern: RegExp): void {
    const libraries = join(folder, 'deps/lib');
    for (const file of readdirSync(libraries)) if (pattern.test(file)) rmSync(join(libraries, file));
  }

  const mend = 'Mend it: modelwright runtime install --cpu --force';

  it('is listed, found well, and not installed again', async () => {
    const { home, folder } = install();
    const list = await runtime(home, []);
    expect(list.stdout.replaceAll(/ +/g, ' ')).toContain(`installed ${name} ${version} CPU\n ${folder}\n`);
    expect(list.stdout).toContain(`Trainings use TensorFlow ${version} on the CPU.\n`);
    expect(await runtime(home, ['doctor'])).toEqual({
      code: 0,
      stdout: `✓ TensorFlow ${version} computes on the CPU: installed, ${home}/runtimes/cpu\n`,
      stderr: '',
    });
    const { code, stdout } = await runtime(home, ['install', '--cpu']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^It is there already, and works: TensorFlow [\d.]+ for the CPU, \d\.\d GB, in .+\n/);
  });

  it('without a library: which one, and what mends it', async () => {
    const { home, folder } = install();
    const library = recorded(/framework/);
    removeLibrary(folder, /framework/);
    const { code, stdout } = await runtime(home, ['doctor']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: `✗ ${home}/runtimes/cpu/${library} is missing.\n  ${mend}\n` });
    const { stdout: list } = await runtime(home, ['list', '--json']);
    const reason = `${folder}/${BINDING} can't be loaded: its library libtensorflow_framework.so.2 is missing. ${mend}`;
    expect(JSON.parse(list).runtimes).toMatchObject([{ broken: reason }]);
  });

  it('with a file that is cut off, or another one', async () => {
    const { home, folder } = install();
    const binding = join(folder, BINDING);
    const contents = readFileSync(binding);
    rmSync(binding);
    writeFileSync(binding, contents);
    truncateSync(binding, 5000);
    const problem = `${binding} is cut off: it has 5000 of ${contents.length} bytes.`;
    expect(await doctor(home)).toEqual({ code: 1, findings: [{ problem, mend }] });
    writeFileSync(binding, contents.fill(0, 4000, 4100));
    const changed = `${binding} is not the file that was installed: its checksum differs.`;
    expect(await doctor(home)).toEqual({ code: 1, findings: [{ problem: changed, mend }] });
  });

  it('of another version', async () => {
    const { home, folder } = install({ tensorflow: '2.20.0' });
    const problem = `${folder}/${BINDING} holds TensorFlow ${version}, and 2.20.0 was installed.`;
    expect(await doctor(home)).toEqual({ code: 1, findings: [{ problem, mend }] });
    writeRecord(join(home, 'runtimes/cpu'), record);
    writeFileSync(join(folder, 'package.json'), '{"version":"4.20.0"}');
    const other = `${folder} is of version 4.20.0, and this Modelwright is made for 4.22.0.`;
    expect(await doctor(home)).toEqual({ code: 1, findings: [{ problem: other, mend }] });
    writeFileSync(join(folder, 'package.json'), '{}');
    const none = `${folder} is of no version, and this Modelwright is made for 4.22.0.`;
    expect(await doctor(home)).toEqual({ code: 1, findings: [{ problem: none, mend }] });
  });

  it('in the project comes first, and npm mends it', async () => {
    const { home, folder } = install();
    const project = emptyFolder();
    const own = link(project, '.');
    const list = await runtime(home, ['list', '--json'], project);
    expect(JSON.parse(list.stdout).runtimes.map((one: { folder: string }) => one.folder)).toEqual([own, folder]);
    removeLibrary(own, /framework/);
    expect(await doctor(home, project)).toEqual({
      code: 1,
      findings: [
        {
          problem: `${own}/${BINDING} can't be loaded: its library libtensorflow_framework.so.2 is missing.`,
          mend: `Mend it: npm rebuild ${name}, or npm uninstall ${name}`,
        },
      ],
    });
  });
});
