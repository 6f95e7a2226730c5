/** Which engines may do what is asked for, from what was found on the machine. Looks at nothing itself. */
import type { Probe, Runtime } from '../../runtimes/runtime';
import type { Device, EngineName, EngineWish } from './wish';

/** A TensorFlow runtime with what it says of itself, or with the reason why it can't be loaded. */
export type Found =
  | { readonly runtime: Runtime; readonly probe: Probe }
  | { readonly runtime: Runtime; readonly problem: string };

export interface Findings {
  /** The one to use first stands first. */
  readonly runtimes: readonly Found[];
  /** NVIDIA's GPUs in this machine, by name, whether a runtime can use them or not. */
  readonly gpus: readonly string[];
}

export interface Candidate {
  readonly name: EngineName;
  readonly device: Device;
  /** Of TensorFlow. */
  readonly runtime?: Runtime;
  /** Of its library. */
  readonly version?: string;
  /** Name of the GPU. */
  readonly gpu?: string;
}

/** The best first: each is to be tried where those before it fail. Empty: what is asked for can't be had. */
export function candidatesFor({ engine, device }: EngineWish, { runtimes }: Findings): readonly Candidate[] {
  const name = 'tensorflow';
  const good = runtimes.flatMap((found) => ('probe' in found ? [found] : []));
  const onGpu = good.flatMap(({ runtime, probe: { version, gpus } }): Candidate[] =>
    gpus[0] === undefined ? [] : [{ name, device: 'gpu', runtime, version, gpu: gpus[0] }],
  );
  const onCpu = good.map(({ runtime, probe: { version } }): Candidate => ({ name, device: 'cpu', runtime, version }));
  const others = (['onnxruntime', 'interpreter'] as const).map((other): Candidate => ({ name: other, device: 'cpu' }));
  return [...onGpu, ...onCpu, ...others].filter(
    (one) =>
      // The interpreter is for comparing numbers: nobody would wait for it.
      (engine === 'auto' ? one.name !== 'interpreter' : one.name === engine) && (device === 'auto' || one.device === device),
  );
}

/** Whether it matters what TensorFlow runtimes there are. */
export const needsFindings = ({ engine }: EngineWish): boolean => engine === 'auto' || engine === 'tensorflow';
