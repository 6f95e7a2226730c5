/** Training steps on the product's way: `Engine.run` with a fresh batch each time, two deep in the trainer's pipeline. */
import type { Feeds } from '../../src/engines/engine';
import { createOnnxruntimeEngine } from '../../src/engines/onnxruntime/engine';
import { inputPort, ratePort, targetPort } from '../../src/ir/step';
import { lowerings } from '../../src/layers/lowerings';
import { initialState } from '../../src/program/initial-state';
import { buildTrainingStep } from '../../src/program/steps';
import { pipelined } from '../../src/trainer/pipeline';
import { CLASSES, type Net, trainingOf } from './nets';

const ROWS = 2048;

export interface Contender {
  readonly name: string;
  readonly threads: number;
  /** Milliseconds for each of so many steps. */
  time(net: Net, steps: number): Promise<number>;
  close(): Promise<void>;
}

export async function startOurs(threadFile: string, threads: number, nets: readonly Net[]): Promise<Contender> {
  const engine = await createOnnxruntimeEngine({ threadFile, threads });
  const data = new Map<Net, () => Feeds>();
  for (const net of nets) {
    const program = buildTrainingStep(net.network, trainingOf(net), lowerings);
    const own = { ...program, state: program.state.map((entry) => ({ ...entry, name: `${net.name}/${entry.name}` })) };
    await engine.load(net.name, own);
    const state = Object.entries(initialState(net.network, program, 1));
    await engine.writeState(Object.fromEntries(state.map(([name, value]) => [`${net.name}/${name}`, value])));
    data.set(net, batches(net));
  }
  return {
    name: 'Modelwright',
    threads,
    async time(net, steps) {
      const next = data.get(net) as () => Feeds;
      const jobs = Array.from({ length: steps }).values();
      const start = performance.now();
      for await (const _ of pipelined(
        engine,
        net.name,
        mapped(jobs, () => ({ feeds: next() })),
      ));
      return (performance.now() - start) / steps;
    },
    close: () => engine.close(),
  };
}

function* mapped<T>(items: Iterable<unknown>, make: () => T): Generator<T> {
  for (const _ of items) yield make();
}

/** Gathers the rows of each batch from a data set in memory. */
function batches({ network, batch }: Net): () => Feeds {
  const sizes = (network.calls[0]?.outputs[0]?.shape ?? []).slice(1).map(Number);
  const width = sizes.reduce((a, b) => a * b, 1);
  const images = Float32Array.from({ length: ROWS * width }, Math.random);
  const labels = Int32Array.from({ length: ROWS }, () => Math.floor(Math.random() * CLASSES));
  let step = 0;
  return () => {
    const x = new Float32Array(batch * width);
    const y = new Int32Array(batch);
    for (let k = 0; k < batch; k++) {
      // 977 has no factor in common with the number of rows.
      const row = ((step * batch + k) * 977) % ROWS;
      x.set(images.subarray(row * width, (row + 1) * width), k * width);
      y[k] = labels[row] as number;
    }
    step++;
    const inputs = {
      [inputPort('x')]: { shape: [batch, ...sizes], dtype: 'float32', data: x },
      [targetPort(0)]: { shape: [batch], dtype: 'int32', data: y },
      [ratePort(0)]: { shape: [], dtype: 'float32', data: Float32Array.of(1e-3) },
    } as const;
    return { inputs, seed: 1, step };
  };
}
