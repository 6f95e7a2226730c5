/** What both ways of installing share: an archive from npm that is what it should be, and a tool that must succeed. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RuntimeError } from './error';
import { packageIn } from './find';
import type { Machine } from './machine';
import type { Device } from './runtime';
import { packageFor } from './runtime';
import { lastWords, type Ran, runTool, type ToolOptions } from './tool';
import { type Archive, TFJS } from './versions';

/** An install that is under way. */
export interface Stage {
  /** Of everything; becomes the install folder. */
  readonly folder: string;
  /** Thrown away at the end; on the same disk, since the system's own may be small. */
  readonly scratch: string;
  readonly device: Device;
  readonly machine: Machine;
  readonly signal: AbortSignal | undefined;
  /** What is done now, and what it takes. */
  readonly tell: (step: string) => void;
}

export const packageFolder = ({ folder, device }: Stage): string => packageIn(folder, packageFor(device)).folder;

/** npm without what an npm around it hands down, pip and compilers with room for what they unpack. */
function toolOptions({ scratch, signal }: Stage, cwd: string): ToolOptions {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^npm_(?!config_(registry|cafile|https?_?proxy|proxy|fetch_.*)$)/.test(name),
  );
  return { cwd, env: { ...Object.fromEntries(own), TMPDIR: scratch }, signal };
}

/** What is said when it fails. */
interface Failure {
  readonly problem: string;
  readonly mend?: string;
}

export async function must(
  stage: Stage,
  cwd: string,
  program: string,
  args: readonly string[],
  { problem, mend }: Failure,
): Promise<Ran> {
  const ran = await runTool(program, args, toolOptions(stage, cwd));
  if (ran.code === 0) return ran;
  const how = ran.missing ? `${program} was not found.` : `${program} says: ${lastWords(ran).replace(/(?<![.!])$/, '.')}`;
  throw new RuntimeError(`${problem} ${how}`, mend ?? 'Nothing was installed.');
}

/** The archive of the package itself: its path, with contents that are known to the byte. */
export const fetchPackage = (stage: Stage): Promise<string> => fetchArchive(stage, TFJS[packageFor(stage.device)]);

export async function fetchArchive(stage: Stage, { spec, integrity }: Archive): Promise<string> {
  const folder = join(stage.scratch, spec.replaceAll(/[^\w.-]/g, '-'));
  mkdirSync(folder);
  // By itself npm is silent for more than a minute where no registry answers.
  const args = ['pack', spec, '--json', '--loglevel=error', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000'];
  const { stdout } = await must(stage, folder, 'npm', args, {
    problem: `npm could not get ${spec}.`,
  });
  const [{ filename }]: [{ filename: string }] = JSON.parse(stdout);
  const path = join(folder, filename.replace('@', '').replace('/', '-'));
  const hash = `sha512-${createHash('sha512').update(readFileSync(path)).digest('base64')}`;
  if (hash !== integrity) {
    throw new RuntimeError(
      `What npm delivered as ${spec} is not what it should be: its hash is ${hash}, and ${integrity} was expected.`,
      'Nothing was installed. Is another registry configured than the public one?',
    );
  }
  return path;
}

export async function unpack(stage: Stage, archive: string, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await must(stage, folder, 'tar', ['-xzf', archive, '--strip-components=1'], { problem: `${archive} could not be unpacked.` });
}
