/**
 * TensorFlow takes its settings from the environment, once for each process. It asks the operating system, which hears of
 * changes to `process.env` from the main thread only: other threads have a copy.
 */

export interface Settings {
  /** Absolute path of `tfjs_binding.node`. */
  readonly binding: string;
  readonly device: 'cpu' | 'gpu';
  /** How many threads one operator may use, and how many operators may run at a time. Rounding depends on the first. */
  readonly threads: number;
}

export const environmentOf = ({ device, threads }: Settings): Readonly<Record<string, string>> => ({
  TF_NUM_INTRAOP_THREADS: String(threads),
  // Operations that don't wait for each other, as the two gradients of a layer, share the cores better than the parts of one do.
  TF_NUM_INTEROP_THREADS: String(threads),
  // Else it takes all of a GPU's memory, whatever it needs.
  TF_FORCE_GPU_ALLOW_GROWTH: 'true',
  // Its log goes to the terminal. What fails is thrown as well.
  TF_CPP_MIN_LOG_LEVEL: process.env['TF_CPP_MIN_LOG_LEVEL'] ?? '3',
  ...(device === 'cpu' && { CUDA_VISIBLE_DEVICES: '-1' }),
});

let used: Settings | undefined;

/** For this process and what it starts. Throws an `Error` where TensorFlow has been loaded with other settings. */
export function settle(settings: Settings): void {
  used ??= settings;
  const other = (['binding', 'device', 'threads'] as const).find((key) => used?.[key] !== settings[key]);
  if (other !== undefined) {
    throw new Error(
      `TensorFlow was loaded with ${other} ${used[other]} in this process, and can't have ${settings[other]} in the same.`,
    );
  }
  Object.assign(process.env, environmentOf(settings));
}
