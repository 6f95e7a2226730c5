/** Which engine is taken, and what a person is told of it: from what was found, without looking at this machine. */
import { describe, expect, it } from 'vitest';
import type { Runtime, RuntimePackage } from '../../src/runtimes/runtime';
import { type Candidate, candidatesFor, type Findings, type Found } from '../../src/trainer/engines/candidates';
import { type Failure, noteOf, refusalOf } from '../../src/trainer/engines/reasons';
import type { EngineWish } from '../../src/trainer/engines/wish';

const runtime = (folder: string, name: RuntimePackage): Runtime => ({
  folder,
  binding: `${folder}/lib/tfjs_binding.node`,
  package: name,
  origin: 'installed',
});

const forCpu: Found = { runtime: runtime('/r/cpu', '@tensorflow/tfjs-node'), probe: { version: '2.21.0', gpus: [] } };
const forGpu: Found = {
  runtime: runtime('/r/gpu', '@tensorflow/tfjs-node-gpu'),
  probe: { version: '2.21.0', gpus: ['NVIDIA H100'] },
};
const blind: Found = { runtime: forGpu.runtime, probe: { version: '2.21.0', gpus: [] } };
const broken: Found = { runtime: runtime('/r/old', '@tensorflow/tfjs-node'), problem: 'libtensorflow.so.2 is missing.' };

const found = (runtimes: readonly Found[], gpus: readonly string[] = []): Findings => ({ runtimes, gpus });
const AUTO: EngineWish = { engine: 'auto', device: 'auto' };

const names = (wish: Partial<EngineWish>, findings: Findings): string[] =>
  candidatesFor({ ...AUTO, ...wish }, findings).map(({ name, device, runtime }) =>
    [name, device, runtime?.folder].filter(Boolean).join(' '),
  );

describe('candidates', () => {
  it.each<[string, Partial<EngineWish>, Findings, string[]]>([
    ['nothing is installed', {}, found([]), ['onnxruntime cpu']],
    ['there is a runtime', {}, found([forCpu]), ['tensorflow cpu /r/cpu', 'onnxruntime cpu']],
    [
      'a GPU comes before the CPU, wherever its runtime is',
      {},
      found([forCpu, forGpu]),
      ['tensorflow gpu /r/gpu', 'tensorflow cpu /r/cpu', 'tensorflow cpu /r/gpu', 'onnxruntime cpu'],
    ],
    ['a runtime is broken', {}, found([broken, forCpu]), ['tensorflow cpu /r/cpu', 'onnxruntime cpu']],
    ['the CPU is asked for', { device: 'cpu' }, found([forGpu]), ['tensorflow cpu /r/gpu', 'onnxruntime cpu']],
    ['the GPU is asked for', { device: 'gpu' }, found([forGpu]), ['tensorflow gpu /r/gpu']],
    ['a GPU is asked for that is not seen', { device: 'gpu' }, found([blind, forCpu]), []],
    ['TensorFlow is asked for', { engine: 'tensorflow' }, found([forCpu]), ['tensorflow cpu /r/cpu']],
    ['TensorFlow is asked for and not there', { engine: 'tensorflow' }, found([broken]), []],
    ['another engine is asked for', { engine: 'onnxruntime' }, found([forGpu]), ['onnxruntime cpu']],
    ['an engine without a GPU is to use one', { engine: 'onnxruntime', device: 'gpu' }, found([forGpu]), []],
    ['the interpreter is only used where it is named', { engine: 'interpreter' }, found([]), ['interpreter cpu']],
  ])('%s', (_, wish, findings, expected) => {
    expect(names(wish, findings)).toEqual(expected);
  });

  it('know their version and their GPU', () => {
    const [best] = candidatesFor(AUTO, found([forGpu]));
    expect(best).toEqual({ name: 'tensorflow', device: 'gpu', runtime: forGpu.runtime, version: '2.21.0', gpu: 'NVIDIA H100' });
  });
});

const gpu: Candidate = { name: 'tensorflow', device: 'gpu', version: '2.21.0', gpu: 'NVIDIA H100' };
const cpu: Candidate = { name: 'tensorflow', device: 'cpu', version: '2.21.0' };
const embedded: Candidate = { name: 'onnxruntime', device: 'cpu' };
const failed = (candidate: Candidate): Failure => ({
  candidate,
  problem: 'failed its self-test: the loss of step 1 differs by 0.5',
});

describe('why no better engine', () => {
  it.each<[string, Partial<EngineWish>, Candidate, Findings, readonly Failure[], string | undefined]>([
    ['it is the best', {}, gpu, found([forGpu], ['NVIDIA H100']), [], undefined],
    ['there is no GPU', {}, cpu, found([forCpu]), [], undefined],
    ['it was asked for', { engine: 'onnxruntime' }, embedded, found([]), [], undefined],
    ['the CPU was asked for', { device: 'cpu' }, cpu, found([forGpu], ['NVIDIA H100']), [], undefined],
    [
      'nothing is installed',
      {},
      embedded,
      found([]),
      [],
      'TensorFlow is not used: no runtime for it is installed (`modelwright runtime install` installs one).',
    ],
    [
      'what is installed is broken',
      {},
      embedded,
      found([broken]),
      [],
      "TensorFlow is not used: the runtime in /r/old can't be loaded: libtensorflow.so.2 is missing (`modelwright runtime doctor` says what to do).",
    ],
    [
      'it computes wrongly',
      {},
      embedded,
      found([forCpu]),
      [failed(cpu)],
      'TensorFlow is not used: tensorflow 2.21.0 on the CPU failed its self-test: the loss of step 1 differs by 0.5 (`modelwright runtime doctor` says what to do).',
    ],
    [
      'the runtime is for the CPU',
      {},
      cpu,
      found([forCpu], ['NVIDIA H100']),
      [],
      'The GPU is not used: this machine has a GPU (NVIDIA H100), but the TensorFlow runtime here is for the CPU (`modelwright runtime install --gpu` installs one for it).',
    ],
    [
      'the GPU computes wrongly',
      { engine: 'tensorflow' },
      cpu,
      found([forGpu]),
      [failed(gpu)],
      'The GPU is not used: tensorflow 2.21.0 on the GPU failed its self-test: the loss of step 1 differs by 0.5 (`modelwright runtime doctor` says what to do).',
    ],
  ])('%s', (_, wish, chosen, findings, failures, note) => {
    expect(noteOf({ ...AUTO, ...wish }, chosen, findings, failures)).toBe(note);
  });
});

describe('why none', () => {
  it.each<[string, Partial<EngineWish>, Findings, readonly Failure[], string]>([
    [
      'there is no GPU',
      { device: 'gpu' },
      found([forCpu]),
      [],
      "--device gpu can't be had here: no NVIDIA GPU is found on this machine. `modelwright runtime doctor` says what there is; --device auto computes with what there is.",
    ],
    [
      'no runtime for the GPU that is there',
      { device: 'gpu' },
      found([], ['NVIDIA H100']),
      [],
      "--device gpu can't be had here: this machine has a GPU (NVIDIA H100), but no TensorFlow runtime is installed. `modelwright runtime install --gpu` installs one; --device auto computes with what there is.",
    ],
    [
      'a runtime that does not see it',
      { device: 'gpu', engine: 'tensorflow' },
      found([blind], ['NVIDIA H100']),
      [],
      "--engine tensorflow --device gpu can't be had here: the TensorFlow runtime in /r/gpu does not find the NVIDIA H100. `modelwright runtime doctor` says what to do; --device auto computes with what there is.",
    ],
    [
      'an engine that has no GPU',
      { device: 'gpu', engine: 'onnxruntime' },
      found([]),
      [],
      "--engine onnxruntime --device gpu can't be had: onnxruntime computes on the CPU only. Leave out --engine, so that TensorFlow may be chosen, or take --device cpu.",
    ],
    [
      'no TensorFlow',
      { engine: 'tensorflow' },
      found([]),
      [],
      "--engine tensorflow can't be had here: no runtime for it is installed. `modelwright runtime install` installs one; --engine auto computes with what there is.",
    ],
    [
      'TensorFlow computes wrongly',
      { engine: 'tensorflow' },
      found([forCpu]),
      [failed(cpu)],
      "--engine tensorflow can't be had here: tensorflow 2.21.0 on the CPU failed its self-test: the loss of step 1 differs by 0.5. `modelwright runtime doctor` says what to do; --engine auto computes with what there is.",
    ],
    [
      'the engine of a run',
      { engine: 'tensorflow', device: 'gpu', run: '2026' },
      found([forCpu]),
      [],
      "The run 2026 computed with tensorflow on the GPU, which can't be had here: no NVIDIA GPU is found on this machine. `modelwright runtime doctor` says what there is; --engine auto --device auto computes with what there is.",
    ],
  ])('%s', (_, wish, findings, failures, text) => {
    expect(refusalOf({ ...AUTO, ...wish }, findings, failures)).toBe(text);
  });
});
