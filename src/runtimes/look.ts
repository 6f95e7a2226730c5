/** What there is to train with, and which of it `auto` takes, in plain words. */
import { RuntimeError } from './error';
import type { Machine } from './machine';
import { probe } from './probe';
import { deviceOf, type Probe, type Runtime } from './runtime';
import { OLDEST_CUDA } from './versions';

/** A runtime that was asked what it is: its answer, or why there is none. */
export type Looked = { readonly runtime: Runtime } & ({ readonly probe: Probe } | { readonly broken: RuntimeError });

export const lookAt = (runtimes: readonly Runtime[], probeFile: string): Promise<Looked[]> =>
  Promise.all(
    runtimes.map(async (runtime): Promise<Looked> => {
      try {
        return { runtime, probe: await probe(runtime, probeFile) };
      } catch (error) {
        if (error instanceof RuntimeError) return { runtime, broken: error };
        throw error;
      }
    }),
  );

export interface Choice {
  readonly engine: 'tensorflow' | 'onnxruntime';
  readonly device: 'cpu' | 'gpu';
  /** Sentences: what is used, and why nothing better. */
  readonly why: readonly string[];
}

/** Nothing is wrong: there could be more. */
export const NOT_INSTALLED = 'TensorFlow is not installed; it often trains faster. Get it: modelwright runtime install';

/** Where no runtime was found. */
export function whyNoTensorflow({ nvidia }: Pick<Machine, 'nvidia'>): string {
  const [gpu] = nvidia?.gpus ?? [];
  if (gpu === undefined) return NOT_INSTALLED;
  return `${gpu.name} is here, but TensorFlow, which computes on it, is not installed. Get it: modelwright runtime install --gpu`;
}

/** The first that works on a GPU, else on the CPU, in the order in which runtimes are found. */
export function chooseFrom(looked: readonly Looked[], machine: Machine): Choice {
  const broken = looked.flatMap((one) => ('broken' in one ? [one.broken.message] : []));
  const good = looked.flatMap((one) => ('probe' in one ? [one] : []));
  const first = good.find((one) => one.probe.gpus.length > 0) ?? good[0];
  if (first === undefined) {
    const uses = 'Trainings use onnxruntime on the CPU, which comes with Modelwright.';
    return {
      engine: 'onnxruntime',
      device: 'cpu',
      why: [uses, ...(looked.length === 0 ? [whyNoTensorflow(machine)] : broken)],
    };
  }
  const { runtime, probe: probed } = first;
  const gpu = probed.gpus.length > 0;
  const names = [...new Set(machine.nvidia?.gpus.map(({ name }) => name))].join(', ');
  const uses = `Trainings use TensorFlow ${probed.version} on the ${gpu ? `GPU${names === '' ? '' : ` (${names})`}` : 'CPU'}.`;
  return {
    engine: 'tensorflow',
    device: gpu ? 'gpu' : 'cpu',
    why: [uses, ...(gpu ? [] : [whyNoGpu(runtime, machine)]), ...broken],
  };
}

/** Of a runtime that computes on the CPU, or of one that would be installed. */
export function whyNoGpu(runtime: Pick<Runtime, 'package'>, { nvidia, platform }: Pick<Machine, 'nvidia' | 'platform'>): string {
  if (platform === 'darwin') return 'TensorFlow for Node.js can use no GPU on macOS.';
  if (nvidia === undefined) return 'No NVIDIA driver was found, and TensorFlow uses no other GPU.';
  const [gpu] = nvidia.gpus;
  if (gpu === undefined) {
    return nvidia.trouble ? `The NVIDIA driver does not answer: ${nvidia.trouble}` : 'The NVIDIA driver names no GPU.';
  }
  if (deviceOf(runtime.package) === 'cpu') {
    return `${gpu.name} is here, but this TensorFlow was built for the CPU. For the GPU: modelwright runtime install --gpu`;
  }
  if (nvidia.cuda !== undefined && Number.parseFloat(nvidia.cuda) < OLDEST_CUDA) {
    return `${gpu.name} can't be used: its driver (${nvidia.driver ?? 'of unknown version'}) runs CUDA ${nvidia.cuda}, and TensorFlow needs ${OLDEST_CUDA} or newer. Install a newer NVIDIA driver.`;
  }
  return `${gpu.name} is here, but TensorFlow can't use it: a library of CUDA or cuDNN does not load. Install it with its own libraries: modelwright runtime install --gpu --via wheel --force`;
}
