/** NVIDIA's driver and GPUs, as its own program `nvidia-smi` tells them. */
import { lastWords, runTool } from './tool';

export interface Nvidia {
  /** `550.54.15` */
  readonly driver?: string;
  /** The newest CUDA that the driver runs: `12.4`. */
  readonly cuda?: string;
  readonly gpus: readonly Gpu[];
  /** Why there is none, in nvidia-smi's own words. */
  readonly trouble?: string;
}

export interface Gpu {
  readonly name: string;
  /** MiB. */
  readonly memory: number;
}

/** Undefined where there is no such program, which comes with the driver. */
export async function readNvidia(): Promise<Nvidia | undefined> {
  const query = ['--query-gpu=driver_version,memory.total,name', '--format=csv,noheader,nounits'];
  const [list, overview] = await Promise.all([
    runTool('nvidia-smi', query, { timeout: 20_000 }),
    runTool('nvidia-smi', [], { timeout: 20_000 }),
  ]);
  if (list.missing) return undefined;
  if (list.code !== 0)
    return { gpus: [], trouble: lastWords({ stdout: list.stdout, stderr: list.stderr }) || 'It gave no answer.' };
  const cuda = cudaIn(overview.stdout);
  return { ...gpusIn(list.stdout), ...(cuda !== undefined && { cuda }) };
}

/** Lines `550.54.15, 81559, NVIDIA H100 80GB HBM3`. The memory of some GPUs is `[N/A]`, which becomes 0. */
export function gpusIn(text: string): Pick<Nvidia, 'driver' | 'gpus'> {
  const rows = text.split(/\r?\n/).flatMap((line) => {
    const [, driver = '', memory = '', name = ''] = /^\s*([^,]+),\s*([^,]+),\s*(.+?)\s*$/.exec(line) ?? [];
    return name === '' ? [] : [{ driver, gpu: { name, memory: Number.parseInt(memory, 10) || 0 } }];
  });
  const driver = rows[0]?.driver;
  return { ...(driver !== undefined && { driver }), gpus: rows.map(({ gpu }) => gpu) };
}

/** From the head of what nvidia-smi prints: `| NVIDIA-SMI 550.54.15   Driver Version: 550.54.15   CUDA Version: 12.4 |`. */
export const cudaIn = (text: string): string | undefined => /CUDA Version:\s*(\d+\.\d+)/.exec(text)?.[1];
