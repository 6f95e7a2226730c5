/** What the machine has that decides where a training can run, and how a runtime can be installed. */
import { cpus, totalmem } from 'node:os';
import { type Nvidia, readNvidia } from './nvidia';
import { runTool } from './tool';

export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  readonly cpu: { readonly model: string; readonly cores: number };
  /** Bytes. */
  readonly memory: number;
  readonly node: string;
  /** Version of the C library; undefined on Linux without glibc (Alpine), and everywhere else. */
  readonly glibc?: string;
  /** Undefined without a driver. */
  readonly nvidia?: Nvidia;
  readonly tools: Tools;
}

/** Versions of what installs a runtime; undefined for what is not there. */
export interface Tools {
  readonly npm?: string;
  /** The program and its version. */
  readonly python?: { readonly program: string; readonly version: string };
  readonly pip?: string;
  readonly uv?: string;
  readonly compiler?: { readonly program: string; readonly version: string };
}

export async function readMachine(): Promise<Machine> {
  const [tools, nvidia] = await Promise.all([readTools(), readNvidia()]);
  const glibc = glibcVersion();
  const processors = cpus();
  return {
    platform: process.platform,
    arch: process.arch,
    cpu: { model: processors[0]?.model.trim().replace(/\s+/g, ' ') || 'unknown', cores: processors.length },
    memory: totalmem(),
    node: process.versions.node,
    ...(glibc !== undefined && { glibc }),
    ...(nvidia !== undefined && { nvidia }),
    tools,
  };
}

function glibcVersion(): string | undefined {
  if (process.platform !== 'linux') return undefined;
  // Without this, the report asks the network for the names of all connections.
  Object.assign(process.report, { excludeNetwork: true });
  const report: unknown = process.report.getReport();
  const { header } = report as { header: { glibcVersionRuntime?: string } };
  return header.glibcVersionRuntime;
}

async function readTools(): Promise<Tools> {
  const pythons = process.platform === 'win32' ? ['python', 'py'] : ['python3', 'python'];
  const compilers = [process.env['CXX'] ?? '', 'g++', 'c++', 'clang++'].filter((program) => program !== '');
  const [npm, python, uv, compiler] = await Promise.all([
    versionOf('npm'),
    firstOf(pythons),
    versionOf('uv'),
    process.platform === 'win32' ? undefined : firstOf(compilers),
  ]);
  const pip = python === undefined ? undefined : await versionOf(python.program, ['-m', 'pip', '--version']);
  return {
    ...(npm !== undefined && { npm }),
    ...(python !== undefined && { python }),
    ...(pip !== undefined && { pip }),
    ...(uv !== undefined && { uv }),
    ...(compiler !== undefined && { compiler }),
  };
}

async function firstOf(programs: readonly string[]): Promise<{ program: string; version: string } | undefined> {
  for (const program of programs) {
    const version = await versionOf(program);
    if (version !== undefined) return { program, version };
  }
  return undefined;
}

async function versionOf(program: string, args: readonly string[] = ['--version']): Promise<string | undefined> {
  const { code, stdout, stderr } = await runTool(program, args, { timeout: 10_000 });
  return code === 0 ? versionIn(`${stdout}${stderr}`) : undefined;
}

/** The first thing like a version that a program says of itself: `g++ (Debian 12.2.0-14) 12.2.0` → `12.2.0`. */
export const versionIn = (text: string): string | undefined => /\d+\.\d+(\.\d+)?/.exec(text)?.[0];
