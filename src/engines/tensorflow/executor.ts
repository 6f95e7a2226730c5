/** What the thread does: one session for all programs, made anew when a program comes in, and the state they share. */
import type { Port, SessionGraph, SessionProgram } from '../../formats/graphdef/session';
import { writeSession } from '../../formats/graphdef/write';
import type { Program } from '../../ir/program';
import { count, type TensorData } from '../../ir/tensor';
import { bindSymbols } from '../../program/bindings';
import { words } from '../../program/philox';
import type { Feeds, Tensors } from '../engine';
import { pickInputs, type TypedPort, typedPort } from '../inputs';
import type { Executor } from '../thread/messages';
import type { Binding } from './binding';
import type { TensorflowRequests } from './messages';
import { type Feed, openSession } from './session';
import { State, type Variables } from './state';

interface Loaded {
  readonly program: Program;
  readonly inputs: readonly TypedPort[];
  readonly state: readonly TypedPort[];
}

interface Opened extends Variables {
  readonly programs: SessionGraph['programs'];
}

export function createExecutor(binding: Binding): Executor<TensorflowRequests> {
  const programs = new Map<string, Loaded>();
  const state = new State();
  let opened: Opened | undefined;
  let isStale = false;

  /** The session of all programs. What the one before had goes on in it. */
  function upToDate(): Opened {
    if (opened !== undefined && !isStale) return opened;
    const graph = writeSession(Object.fromEntries([...programs].map(([name, { program }]) => [name, program])));
    const next: Opened = {
      session: openSession(binding, graph.bytes),
      programs: graph.programs,
      byName: new Map(graph.state.map((variable) => [variable.name, variable])),
    };
    if (opened !== undefined) {
      state.write(state.read(opened));
      opened.session.close();
    }
    opened = next;
    isStale = false;
    return next;
  }

  function run(name: string, { inputs, seed, step }: Feeds): Tensors {
    const loaded = programs.get(name);
    if (loaded === undefined) throw new TypeError(`There is no program '${name}'.`);
    const given = pickInputs(loaded.inputs, inputs);
    bindSymbols(given);
    const empty = given.find(({ shape }) => count(shape) === 0);
    // TensorFlow would compute the mean of nothing, which is NaN, and train on it.
    if (empty !== undefined) throw new TypeError(`${empty.name} is empty: its sizes are [${empty.shape.join(', ')}].`);

    const { session, programs: graphs, byName } = upToDate();
    state.settle(loaded.state, { session, byName });
    const graph = graphs[name] as SessionProgram;
    try {
      const outputs = session.run(
        feedsOf(graph, inputs, seed, step),
        graph.outputs.map(({ at }) => at),
      );
      return Object.fromEntries(graph.outputs.map((port, k) => [port.name, outputs[k] as TensorData]));
    } catch (error) {
      throw new Error(`${name} failed in TensorFlow: ${(error as Error).message}`);
    }
  }

  return {
    load({ name, program }) {
      programs.set(name, {
        program,
        inputs: program.inputs.map((port) => typedPort(program, port)),
        state: program.state.map((port) => typedPort(program, port)),
      });
      isStale = true;
    },

    run: ({ name, feeds }) => run(name, feeds),

    readState: () => state.read(opened),

    writeState: (values) => state.write(values),

    time({ name, feeds, steps }) {
      run(name, feeds);
      const start = performance.now();
      for (let step = 0; step < steps; step++) run(name, feeds);
      return (performance.now() - start) / steps;
    },

    statistics: () => ({ sessions: binding.getNumOfSavedModels(), tensors: binding.getNumOfTensors() }),

    close() {
      opened?.session.close();
      opened = undefined;
    },
  };
}

/** Inputs that the graph has no use for, as targets of a program without losses, are not fed. */
function feedsOf({ inputs: ports, random }: SessionProgram, inputs: Tensors, seed: number, step: number): readonly Feed[] {
  const feeds = ports.map(({ at, name }: Port): Feed => ({ at, ...(inputs[name] as TensorData) }));
  if (random === undefined) return feeds;
  return [...feeds, { at: random.seed, ...vector(seed) }, { at: random.step, ...vector(step) }];
}

const vector = (value: number): TensorData => ({ shape: [2], dtype: 'int32', data: Int32Array.from(words(value)) });
