import { fileURLToPath } from 'node:url';
import type { Tensors } from '../../src/engines/engine';
import { createOnnxruntimeEngine, type OnnxruntimeEngine, type OnnxruntimeOptions } from '../../src/engines/onnxruntime/engine';
import { createTensorflowEngine, type TensorflowEngine } from '../../src/engines/tensorflow/engine';
import type { Program } from '../../src/ir/program';
import type { TensorData } from '../../src/ir/tensor';
import { tensorflow } from '../needs';

export const threadFile = fileURLToPath(new URL('../../dist/onnxruntime-thread.js', import.meta.url));

export const startEngine = (threads = 2, forms: OnnxruntimeOptions['forms'] = 'auto'): Promise<OnnxruntimeEngine> =>
  createOnnxruntimeEngine({ threadFile, threads, forms });

/** Settings are the same in all tests, because a process has one set of them. */
export const tensorflowOptions = {
  threadFile: fileURLToPath(new URL('../../dist/tensorflow-thread.js', import.meta.url)),
  binding: tensorflow ?? '',
  device: 'cpu',
  threads: 2,
} as const;

export const startTensorflow = (): Promise<TensorflowEngine> => createTensorflowEngine(tensorflowOptions);

interface AnyTensor extends Omit<TensorData, 'data'> {
  readonly data: ArrayLike<number>;
}

/** Copies in the kind of array that an engine wants. */
export const toEngine = (tensors: Readonly<Record<string, AnyTensor>>): Record<string, TensorData> =>
  Object.fromEntries(
    Object.entries(tensors).map(([name, { shape, dtype, data }]) => {
      const Numbers = dtype === 'float32' ? Float32Array : dtype === 'int32' ? Int32Array : Uint8Array;
      return [name, { shape, dtype, data: Numbers.from(data) }];
    }),
  );

/** One run of a program without state. */
export async function runOnce(
  engine: OnnxruntimeEngine,
  program: Program,
  inputs: Readonly<Record<string, AnyTensor>>,
  { seed = 0, step = 0 } = {},
): Promise<Tensors> {
  await engine.load(program.name, program);
  return engine.run(program.name, { inputs: toEngine(inputs), seed, step });
}
