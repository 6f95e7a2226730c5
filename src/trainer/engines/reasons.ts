/** Why an engine was chosen and not a better one, or why there is none: sentences for people. */
import type { Candidate, Findings, Found } from './candidates';
import { ENGINES, type EngineWish } from './wish';

/** A candidate that was tried, and what was wrong with it. */
export interface Failure {
  readonly candidate: Candidate;
  readonly problem: string;
}

interface Reason {
  readonly text: string;
  /** What a person may do about it. */
  readonly remedy: string;
}

const DOCTOR = '`modelwright runtime doctor` says what to do';

/** One sentence; undefined: nothing better could be expected here, or it was asked for by name. */
export function noteOf(
  { engine, device }: EngineWish,
  chosen: Candidate,
  findings: Findings,
  failures: readonly Failure[],
): string | undefined {
  if (chosen.name !== 'tensorflow') {
    if (engine !== 'auto') return undefined;
    const { text, remedy } = whyNotTensorflow(findings, failures);
    return `TensorFlow is not used: ${text} (${remedy}).`;
  }
  const failed = failures.some(({ candidate }) => candidate.device === 'gpu');
  if (chosen.device === 'gpu' || device === 'cpu' || (findings.gpus.length === 0 && !failed)) return undefined;
  const { text, remedy } = whyNotGpu(findings, failures);
  return `The GPU is not used: ${text} (${remedy}).`;
}

/** One paragraph: what was asked for, why it can't be had, and the ways out. */
export function refusalOf(wish: EngineWish, findings: Findings, failures: readonly Failure[]): string {
  const { engine, device, run } = wish;
  const asked =
    run === undefined ? flagsOf(wish) : `The run ${run} computed with ${engine}${device === 'gpu' ? ' on the GPU' : ''}, which`;
  if (device === 'gpu' && (engine === 'onnxruntime' || engine === 'interpreter')) {
    return `${asked} can't be had: ${engine} computes on the CPU only. Leave out --engine, so that TensorFlow may be chosen, or take --device cpu.`;
  }
  const { text, remedy } =
    device === 'gpu'
      ? whyNotGpu(findings, failures)
      : engine === 'tensorflow'
        ? whyNotTensorflow(findings, failures)
        : { text: failures.map(failureText).join('; '), remedy: 'Install Modelwright again' };
  const instead = device === 'gpu' ? '--device auto' : '--engine auto';
  const both = run === undefined ? instead : '--engine auto --device auto';
  return `${asked} can't be had here: ${text}. ${capital(remedy)}; ${both} computes with what there is.`;
}

/** For a run of another version. */
export const unknownEngine = (run: string, name: string): string =>
  `The run ${run} was trained by ${name}, which this version lacks. It has ${ENGINES.join(', ')}: choose one with --engine.`;

function flagsOf({ engine, device }: EngineWish): string {
  const flags = [engine === 'auto' ? '' : `--engine ${engine}`, device === 'auto' ? '' : `--device ${device}`];
  const given = flags.filter((flag) => flag !== '').join(' ');
  return given === '' ? 'An engine' : given;
}

function whyNotTensorflow({ runtimes }: Findings, failures: readonly Failure[]): Reason {
  const failure = failures.find(({ candidate }) => candidate.name === 'tensorflow');
  if (failure !== undefined) return { text: failureText(failure), remedy: DOCTOR };
  const broken = runtimes.find(isBroken);
  if (broken !== undefined) return { text: brokenText(broken), remedy: DOCTOR };
  return { text: 'no runtime for it is installed', remedy: '`modelwright runtime install` installs one' };
}

function whyNotGpu({ runtimes, gpus }: Findings, failures: readonly Failure[]): Reason {
  const install = '`modelwright runtime install --gpu` installs one';
  const failure = failures.find(({ candidate }) => candidate.device === 'gpu');
  if (failure !== undefined) return { text: failureText(failure), remedy: DOCTOR };
  const [gpu] = gpus;
  if (gpu === undefined) {
    const text = 'no NVIDIA GPU is found on this machine';
    return { text, remedy: '`modelwright runtime doctor` says what there is' };
  }
  const forGpu = runtimes.find(({ runtime }) => runtime.package.endsWith('-gpu'));
  if (forGpu !== undefined && isBroken(forGpu)) return { text: brokenText(forGpu), remedy: DOCTOR };
  if (forGpu !== undefined)
    return { text: `the TensorFlow runtime in ${forGpu.runtime.folder} does not find the ${gpu}`, remedy: DOCTOR };
  if (runtimes.length > 0)
    return {
      text: `this machine has a GPU (${gpu}), but the TensorFlow runtime here is for the CPU`,
      remedy: install.replace('one', 'one for it'),
    };
  return { text: `this machine has a GPU (${gpu}), but no TensorFlow runtime is installed`, remedy: install };
}

const isBroken = (found: Found): found is Extract<Found, { problem: string }> => 'problem' in found;

const brokenText = ({ runtime, problem }: Extract<Found, { problem: string }>): string =>
  `the runtime in ${runtime.folder} can't be loaded: ${withoutStop(problem)}`;

const failureText = ({ candidate: { name, version, device }, problem }: Failure): string =>
  `${[name, version].filter(Boolean).join(' ')} on the ${device === 'gpu' ? 'GPU' : 'CPU'} ${withoutStop(problem)}`;

const withoutStop = (text: string): string => text.replace(/\.$/, '');

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
