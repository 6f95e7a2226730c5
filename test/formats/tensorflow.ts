/** Runs Programs through TensorFlow's binding directly: what the writer makes, and nothing else. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeSession } from '../../src/formats/graphdef/write';
import type { Program } from '../../src/ir/program';
import type { DType, TensorData } from '../../src/ir/tensor';
import { tensorflow } from '../needs';

type Numbers = Readonly<
  Record<string, { readonly shape: readonly number[]; readonly dtype: DType; readonly data: ArrayLike<number> }>
>;

interface Binding {
  createTensor(shape: readonly number[], dtype: number, data: TensorData['data']): number;
  deleteTensor(id: number): void;
  tensorDataSync(id: number): TensorData['data'];
  loadSavedModel(folder: string, tag: string): number;
  deleteSavedModel(id: number): void;
  runSavedModel(id: number, feeds: readonly number[], feedNames: string, fetchNames: string): { id: number; shape: number[] }[];
}

interface Fetch {
  readonly at: string;
  readonly type: { readonly dtype: DType };
}

const DTYPES = { float32: 1, int32: 3, uint8: 4, bool: 10 } as const;

/** In the kind of array that the binding takes; the very same where it is one. */
function toBinding(tensors: Numbers): Record<string, TensorData> {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, { shape, dtype, data }]) => {
      const Kind = dtype === 'float32' ? Float32Array : dtype === 'int32' ? Int32Array : Uint8Array;
      return [name, { shape, dtype, data: data instanceof Kind ? data : Kind.from(data) }];
    }),
  );
}

const words = (whole: number): TensorData => ({
  shape: [2],
  dtype: 'int32',
  data: Int32Array.of(whole | 0, Math.floor(whole / 2 ** 32) | 0),
});

export interface Session {
  write(state: Numbers): void;
  read(): Record<string, TensorData>;
  run(name: string, inputs: Numbers, clock?: { seed: number; step: number }): Record<string, TensorData>;
  close(): void;
}

export function openSession(programs: Readonly<Record<string, Program>>): Session {
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '3';
  const binding = createRequire(import.meta.url)(tensorflow as string) as Binding;
  const graph = writeSession(programs);
  const folder = mkdtempSync(join(tmpdir(), 'modelwright-session-'));
  writeFileSync(join(folder, 'saved_model.pb'), graph.bytes);
  const id = binding.loadSavedModel(folder, 'serve');

  const execute = (feeds: readonly (readonly [string, TensorData])[], fetches: readonly Fetch[]): TensorData[] => {
    const ids = feeds.map(([, { shape, dtype, data }]) => binding.createTensor(shape, DTYPES[dtype], data));
    try {
      const results = binding.runSavedModel(id, ids, feeds.map(([name]) => name).join(), fetches.map(({ at }) => at).join());
      return results.map(({ id: result, shape }, k) => {
        const { dtype } = (fetches[k] as Fetch).type;
        const data = binding.tensorDataSync(result).slice();
        binding.deleteTensor(result);
        return { shape, dtype, data: dtype === 'uint8' ? Uint8Array.from(data) : data };
      });
    } finally {
      for (const fed of ids) binding.deleteTensor(fed);
    }
  };

  return {
    write(state) {
      const own = toBinding(state);
      const all = graph.state.filter(({ name }) => name in own);
      execute(
        all.map(({ name, write }) => [write.feed, own[name] as TensorData]),
        all.map(({ write }) => ({ at: write.done, type: { dtype: 'int32' } })),
      );
    },
    read() {
      const all = execute(
        [],
        graph.state.map(({ read, type }) => ({ at: read, type })),
      );
      return Object.fromEntries(graph.state.map(({ name }, k) => [name, all[k] as TensorData]));
    },
    run(name, inputs, { seed, step } = { seed: 0, step: 0 }) {
      const program = graph.programs[name];
      if (program === undefined) throw new TypeError(`There is no program ${name}.`);
      const own = toBinding(inputs);
      const feeds = program.inputs.map((port) => [port.at, own[port.name] as TensorData] as const);
      const { random } = program;
      const clock =
        random === undefined
          ? []
          : ([
              [random.seed, words(seed)],
              [random.step, words(step)],
            ] as const);
      const results = execute([...feeds, ...clock], program.outputs);
      return Object.fromEntries(program.outputs.map((port, k) => [port.name, results[k] as TensorData]));
    },
    close() {
      binding.deleteSavedModel(id);
      rmSync(folder, { recursive: true });
    },
  };
}
