/** Runs Programs in TensorFlow by what the writer says of them, without the engine's thread and its store of state. */
import { loadBinding } from '../../src/engines/tensorflow/binding';
import { asDeclared, openSession as openModel } from '../../src/engines/tensorflow/session';
import { writeSession } from '../../src/formats/graphdef/write';
import type { Program } from '../../src/ir/program';
import type { DType, TensorData } from '../../src/ir/tensor';
import { words } from '../../src/program/philox';
import { tensorflow } from '../needs';

type Numbers = Readonly<
  Record<string, { readonly shape: readonly number[]; readonly dtype: DType; readonly data: ArrayLike<number> }>
>;

interface Session {
  write(state: Numbers): void;
  read(): Record<string, TensorData>;
  run(name: string, inputs: Numbers, clock?: { readonly seed: number; readonly step: number }): Record<string, TensorData>;
  close(): void;
}

export function openSession(programs: Readonly<Record<string, Program>>): Session {
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '3';
  const graph = writeSession(programs);
  const session = openModel(loadBinding(tensorflow as string), graph.bytes);
  return {
    write(state) {
      const given = graph.state.filter(({ name }) => name in state);
      session.run(
        given.map(({ name, write }) => ({ at: write.feed, ...asFed(state, name) })),
        given.map(({ write }) => write.done),
      );
    },

    read() {
      const places = graph.state.map(({ read }) => read);
      const values = session.run([], places);
      return Object.fromEntries(graph.state.map(({ name, type }, k) => [name, asDeclared(values[k] as TensorData, type.dtype)]));
    },

    run(name, inputs, { seed, step } = { seed: 0, step: 0 }) {
      const program = graph.programs[name];
      if (program === undefined) throw new TypeError(`There is no program ${name}.`);
      const { random, outputs } = program;
      const clock = random === undefined ? [] : [vector(random.seed, seed), vector(random.step, step)];
      const feeds = program.inputs.map((port) => ({ at: port.at, ...asFed(inputs, port.name) }));
      const places = outputs.map(({ at }) => at);
      const values = session.run([...feeds, ...clock], places);
      return Object.fromEntries(outputs.map((port, k) => [port.name, asDeclared(values[k] as TensorData, port.type.dtype)]));
    },

    close: () => session.close(),
  };
}

/** In the kind of array that TensorFlow takes; the very same where it is one. */
function asFed(tensors: Numbers, name: string): TensorData {
  const { shape, dtype, data } = tensors[name] as Numbers[string];
  const Kind = dtype === 'float32' ? Float32Array : dtype === 'int32' ? Int32Array : Uint8Array;
  return { shape, dtype, data: data instanceof Kind ? data : Kind.from(data) };
}

const vector = (at: string, value: number) => ({ at, shape: [2], dtype: 'int32', data: Int32Array.from(words(value)) }) as const;
