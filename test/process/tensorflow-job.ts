/** Bundled and run by tensorflow.test.ts in a process of its own: `node tensorflow-job.cjs <file>`, the file being a serialized `Job`. */
import { readFileSync } from 'node:fs';
import { deserialize } from 'node:v8';
import type { Feeds, Tensors } from '../../src/engines/engine';
import { createTensorflowEngine, type TensorflowOptions } from '../../src/engines/tensorflow/engine';
import type { Program } from '../../src/ir/program';

export interface Job {
  readonly options: TensorflowOptions;
  readonly program: Program;
  readonly state: Tensors;
  readonly feeds: Feeds;
  readonly steps: number;
  /** The engine is opened and closed so often, the last time for the steps. */
  readonly times: number;
}

/** What is printed, as JSON. */
export type Told =
  | { readonly refused: string; readonly message: string }
  | {
      readonly node: string;
      readonly version: string | undefined;
      readonly device: string;
      readonly losses: readonly number[];
      /** Bytes of the process after a tenth of the steps and after all. */
      readonly memory: readonly number[];
      readonly tensors: number;
    };

async function work({ options, program, state, feeds, steps, times }: Job): Promise<Told> {
  for (let time = 1; time < times; time++) await (await createTensorflowEngine(options)).close();
  const engine = await createTensorflowEngine(options);
  await engine.load('train', program);
  await engine.writeState(state);
  const losses: number[] = [];
  const memory: number[] = [];
  for (let step = 1; step <= steps; step++) {
    const outputs = await engine.run('train', { ...feeds, inputs: structuredClone(feeds.inputs), step });
    losses.push(outputs['loss/0']?.data[0] ?? Number.NaN);
    if (step === steps / 10 || step === steps) memory.push(process.memoryUsage().rss);
  }
  const { tensors } = await engine.statistics();
  await engine.close();
  return { node: process.version, version: engine.version, device: engine.device, losses, memory, tensors };
}

work(deserialize(readFileSync(process.argv[2] ?? '')) as Job)
  .catch((error: Error): Told => ({ refused: error.name, message: error.message }))
  .then((told) => console.log(JSON.stringify(told)));
