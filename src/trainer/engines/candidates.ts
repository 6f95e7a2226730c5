/** Which engines may do what is asked for, from what was found on the machine. Looks at nothing itself. */
import type { Device, EngineName } from '../../protocol/engine';
import type { Looked } from '../../runtimes/look';
import type { Machine } from '../../runtimes/machine';
import type { Runtime } from '../../runtimes/runtime';
import type { EngineWish } from './wish';

export interface Findings {
  /** TensorFlow's runtimes with what they say of themselves; the one to use first stands first. */
  readonly looked: readonly Looked[];
  readonly machine: Pick<Machine, 'nvidia' | 'platform'>;
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
export function candidatesFor({ engine, device }: EngineWish, { looked, machine }: Findings): readonly Candidate[] {
  const name = 'tensorflow';
  const good = looked.flatMap((one) => ('probe' in one ? [one] : []));
  const onGpu = good.flatMap(({ runtime, probe: { version, gpus } }): Candidate[] =>
    gpus[0] === undefined ? [] : [{ name, device: 'gpu', runtime, version, gpu: machine.nvidia?.gpus[0]?.name ?? gpus[0] }],
  );
  const onCpu = good.map(({ runtime, probe: { version } }): Candidate => ({ name, device: 'cpu', runtime, version }));
  const others = (['onnxruntime', 'interpreter'] as const).map((other): Candidate => ({ name: other, device: 'cpu' }));
  return [...onGpu, ...onCpu, ...others].filter(
    (one) =>
      // The interpreter is for comparing numbers: nobody would wait for it.
      (engine === 'auto' ? one.name !== 'interpreter' : one.name === engine) && (device === 'auto' || one.device === device),
  );
}
