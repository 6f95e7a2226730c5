/** Why an engine was chosen and not a better one, or why there is none: sentences for people, with the way out. */
import { ENGINES } from '../../protocol/engine';
import { whyNoGpu, whyNoTensorflow } from '../../runtimes/look';
import type { Candidate, Findings } from './candidates';
import type { EngineWish } from './wish';

/** A candidate that was tried, and what was wrong with it: the end of a sentence. */
export interface Failure {
  readonly candidate: Candidate;
  readonly problem: string;
  /** The way out, where the engine knows one. */
  readonly mend?: string;
}

/** Undefined: nothing better could be expected here, or it was asked for by name. */
export function noteOf(
  { engine, device }: EngineWish,
  chosen: Candidate,
  findings: Findings,
  failures: readonly Failure[],
): string | undefined {
  if (chosen.name !== 'tensorflow') return engine === 'auto' ? whyNotTensorflow(findings, failures) : undefined;
  const isExpected = findings.machine.nvidia !== undefined || failures.some(({ candidate }) => candidate.device === 'gpu');
  return chosen.device === 'gpu' || device === 'cpu' || !isExpected ? undefined : whyNotGpu(findings, failures);
}

/** One paragraph: what was asked for, why it can't be had, and the ways out. */
export function refusalOf(wish: EngineWish, findings: Findings, failures: readonly Failure[]): string {
  const { engine, device, run } = wish;
  if (device === 'gpu' && (engine === 'onnxruntime' || engine === 'interpreter')) {
    const ways = 'Leave out --engine, so that TensorFlow may be chosen, or take --device auto.';
    return `${askedBy(wish)} can't be had: ${engine} computes on the CPU only. ${ways}`;
  }
  const why =
    device === 'gpu'
      ? whyNotGpu(findings, failures)
      : engine === 'tensorflow'
        ? whyNotTensorflow(findings, failures)
        : failures.map(failureText).join(' ');
  const instead = run !== undefined ? '--engine auto --device auto' : device === 'gpu' ? '--device auto' : '--engine auto';
  const isAuto = engine === 'auto' && device === 'auto';
  // What ends with a command to type says enough.
  const more = why.endsWith('.') ? ' More: modelwright runtime' : '';
  return `${askedBy(wish)} can't be had here${isAuto ? '' : `; ${instead} takes what there is`}. ${why}${more}`;
}

/** For a run of another version. */
export const unknownEngine = (run: string, name: string): string =>
  `The run ${run} was trained by ${name}, which this version lacks. It has ${ENGINES.join(', ')}: name one with --engine.`;

function askedBy({ engine, device, run }: EngineWish): string {
  if (run !== undefined) return `The run ${run} was trained by ${engine} on the ${device === 'gpu' ? 'GPU' : 'CPU'}, which`;
  const flags = [engine === 'auto' ? [] : `--engine ${engine}`, device === 'auto' ? [] : `--device ${device}`].flat();
  return flags.length === 0 ? 'An engine' : flags.join(' ');
}

function whyNotTensorflow({ looked, machine }: Findings, failures: readonly Failure[]): string {
  const failure = failures.find(({ candidate }) => candidate.name === 'tensorflow');
  if (failure !== undefined) return failureText(failure);
  const broken = looked.flatMap((one) => ('broken' in one ? [one.broken.message] : []))[0];
  return broken ?? whyNoTensorflow(machine);
}

function whyNotGpu({ looked, machine }: Findings, failures: readonly Failure[]): string {
  const failure = failures.find(({ candidate }) => candidate.device === 'gpu');
  if (failure !== undefined) return failureText(failure);
  const gpu = machine.nvidia?.gpus[0];
  const forGpu = looked.find(({ runtime }) => runtime.package === '@tensorflow/tfjs-node-gpu');
  if (gpu !== undefined && forGpu !== undefined && 'broken' in forGpu) return forGpu.broken.message;
  if (gpu !== undefined && looked.length === 0) return whyNoTensorflow(machine);
  return whyNoGpu((forGpu ?? looked[0])?.runtime ?? { package: '@tensorflow/tfjs-node-gpu' }, machine);
}

function failureText({ candidate: { name, version, device }, problem, mend }: Failure): string {
  const versioned = version === undefined ? name : `${name} ${version}`;
  return `${versioned} on the ${device === 'gpu' ? 'GPU' : 'CPU'} ${problem.replace(/\.$/, '')}. ${mend ?? 'See: modelwright runtime doctor'}`;
}
