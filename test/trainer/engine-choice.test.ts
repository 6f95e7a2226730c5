/** Which engine is taken, and what a person is told of it: from what was found, without looking at this machine. */
import { describe, expect, it } from 'vitest';
import { RuntimeError } from '../../src/runtimes/error';
import type { Looked } from '../../src/runtimes/look';
import type { Nvidia } from '../../src/runtimes/nvidia';
import type { Runtime, RuntimePackage } from '../../src/runtimes/runtime';
import { type Candidate, candidatesFor, type Findings } from '../../src/trainer/engines/candidates';
import { type Failure, noteOf, refusalOf } from '../../src/trainer/engines/reasons';
import type { EngineWish } from '../../src/trainer/engines/wish';

const runtime = (folder: string, name: RuntimePackage): Runtime => ({
  folder,
  binding: `${folder}/lib/tfjs_binding.node`,
  package: name,
  origin: 'installed',
});

const forCpu: Looked = { runtime: runtime('/r/cpu', '@tensorflow/tfjs-node'), probe: { version: '2.21.0', gpus: [] } };
const forGpu: Looked = { runtime: runtime('/r/gpu', '@tensorflow/tfjs-node-gpu'), probe: { version: '2.21.0', gpus: ['GPU:0'] } };
const blind: Looked = { runtime: forGpu.runtime, probe: { version: '2.21.0', gpus: [] } };
const broken: Looked = {
  runtime: runtime('/r/old', '@tensorflow/tfjs-node'),
  broken: new RuntimeError(
    "/r/old/b.node can't be loaded: its library x.so is missing.",
    'Mend it: modelwright runtime install --cpu',
  ),
};

const h100: Nvidia = { driver: '550.54', cuda: '12.9', gpus: [{ name: 'NVIDIA H100', memory: 81559 }] };
const found = (looked: readonly Looked[], nvidia?: Nvidia): Findings => ({
  looked,
  machine: { platform: 'linux', ...(nvidia && { nvidia }) },
});
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
    const [best] = candidatesFor(AUTO, found([forGpu], h100));
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
    ['it is the best', {}, gpu, found([forGpu], h100), [], undefined],
    ['there is no GPU', {}, cpu, found([forCpu]), [], undefined],
    ['it was asked for', { engine: 'onnxruntime' }, embedded, found([]), [], undefined],
    ['the CPU was asked for', { device: 'cpu' }, cpu, found([forGpu], h100), [], undefined],
    [
      'nothing is installed',
      {},
      embedded,
      found([]),
      [],
      'TensorFlow is not installed; it often trains faster. Get it: modelwright runtime install',
    ],
    [
      'nothing is installed, and there is a GPU',
      {},
      embedded,
      found([], h100),
      [],
      'NVIDIA H100 is here, but TensorFlow, which computes on it, is not installed. Get it: modelwright runtime install --gpu',
    ],
    [
      'what is installed is broken',
      {},
      embedded,
      found([broken]),
      [],
      "/r/old/b.node can't be loaded: its library x.so is missing. Mend it: modelwright runtime install --cpu",
    ],
    [
      'it computes wrongly',
      {},
      embedded,
      found([forCpu]),
      [failed(cpu)],
      'tensorflow 2.21.0 on the CPU failed its self-test: the loss of step 1 differs by 0.5. See: modelwright runtime doctor',
    ],
    [
      'the runtime is for the CPU',
      {},
      cpu,
      found([forCpu], h100),
      [],
      'NVIDIA H100 is here, but this TensorFlow was built for the CPU. For the GPU: modelwright runtime install --gpu',
    ],
    [
      'the GPU computes wrongly',
      { engine: 'tensorflow' },
      cpu,
      found([forGpu]),
      [failed(gpu)],
      'tensorflow 2.21.0 on the GPU failed its self-test: the loss of step 1 differs by 0.5. See: modelwright runtime doctor',
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
      "--device gpu can't be had here; --device auto takes what there is. No NVIDIA driver was found, and TensorFlow uses no other GPU. More: modelwright runtime",
    ],
    [
      'no runtime for the GPU that is there',
      { device: 'gpu' },
      found([], h100),
      [],
      "--device gpu can't be had here; --device auto takes what there is. NVIDIA H100 is here, but TensorFlow, which computes on it, is not installed. Get it: modelwright runtime install --gpu",
    ],
    [
      'a runtime that does not see it',
      { device: 'gpu', engine: 'tensorflow' },
      found([blind], h100),
      [],
      "--engine tensorflow --device gpu can't be had here; --device auto takes what there is. NVIDIA H100 is here, but TensorFlow can't use it: a library of CUDA or cuDNN does not load. Install it with its own libraries: modelwright runtime install --gpu --via wheel --force",
    ],
    [
      'an engine that has no GPU',
      { device: 'gpu', engine: 'onnxruntime' },
      found([]),
      [],
      "--engine onnxruntime --device gpu can't be had: onnxruntime computes on the CPU only. Leave out --engine, so that TensorFlow may be chosen, or take --device auto.",
    ],
    [
      'no TensorFlow',
      { engine: 'tensorflow' },
      found([]),
      [],
      "--engine tensorflow can't be had here; --engine auto takes what there is. TensorFlow is not installed; it often trains faster. Get it: modelwright runtime install",
    ],
    [
      'TensorFlow computes wrongly',
      { engine: 'tensorflow' },
      found([forCpu]),
      [failed(cpu)],
      "--engine tensorflow can't be had here; --engine auto takes what there is. tensorflow 2.21.0 on the CPU failed its self-test: the loss of step 1 differs by 0.5. See: modelwright runtime doctor",
    ],
    [
      'the engine of a run',
      { engine: 'tensorflow', device: 'gpu', run: '2026' },
      found([forCpu]),
      [],
      "The run 2026 was trained by tensorflow on the GPU, which can't be had here; --engine auto --device auto takes what there is. No NVIDIA driver was found, and TensorFlow uses no other GPU. More: modelwright runtime",
    ],
  ])('%s', (_, wish, findings, failures, text) => {
    expect(refusalOf({ ...AUTO, ...wish }, findings, failures)).toBe(text);
  });
});
