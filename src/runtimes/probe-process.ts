/** Loads a runtime and says what it is, in a process of its own: a broken library may end it. */
import { createRequire } from 'node:module';
import type { Probe } from './runtime';

/** What it prints, as its last line. */
export type Said = Probe | { readonly error: string };

/** What tfjs-node's binding tells of itself. */
interface Binding {
  readonly TF_Version: string;
  isUsingGpuDevice(): boolean;
}

function look(path: string): Said {
  try {
    const { TF_Version, isUsingGpuDevice }: Binding = createRequire(path)(path);
    return { version: TF_Version, gpus: isUsingGpuDevice() ? ['GPU:0'] : [] };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

process.stdout.write(`\n${JSON.stringify(look(process.argv[2] ?? ''))}\n`);
