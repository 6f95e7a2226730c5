/**
 * What the thread does: one session for all programs, and the state they share. To open a session takes a second for some, so
 * that is left to the first run after programs came in.
 */
import type { SessionGraph, SessionProgram } from '../../formats/graphdef/session';
import { writeSession } from '../../formats/graphdef/write';
import type { Program } from '../../ir/program';
import type { TensorData } from '../../ir/tensor';
import { bindSymbols } from '../../program/bindings';
import { words } from '../../program/philox';
import type { Feeds, Tensors } from '../engine';
import { pickInputs, type TypedPort, typedPort } from '../inputs';
import type { Executor } from '../thread/messages';
import type { Binding } from './binding';
import type { TensorflowRequests } from './messages';
import { asDeclared, type Feed, openSession } from './session';
import { State, type Variables } from './state';

interface Loaded {
  readonly program: Program;
  readonly inputs: readonly TypedPort[];
  readonly state: readonly TypedPort[];
}

interface Opened extends Variables {
  readonly graph: SessionGraph;
}

export function createExecutor(binding: Binding): Executor<TensorflowRequests> {
  const programs = new Map<string, Loaded>();
  const state = new State();
  let graph: SessionGraph = { bytes: new Uint8Array(), programs: {}, state: [] };
  let opened: Opened | undefined;

  /** The session of all programs. What the one before had goes on in it. */
  function upToDate(): Opened {
    if (opened?.graph === graph) return opened;
    const session = openSession(binding, graph.bytes);
    if (opened !== undefined) {
      state.write(state.read(opened));
      opened.session.close();
    }
    opened = { session, graph, byName: new Map(graph.state.map((variable) => [variable.name, variable])) };
    return opened;
  }

  function run(name: string, { inputs, seed, step }: Feeds): Tensors {
    const loaded = programs.get(name);
    if (loaded === undefined) throw new TypeError(`There is no program '${name}'.`);
    bindSymbols(pickInputs(loaded.inputs, inputs));
    const variables = upToDate();
    state.settle(loaded.state, variables);
    const ports = graph.programs[name] as SessionProgram;
    try {
      const outputs = variables.session.run(
        feedsOf(ports, inputs, seed, step),
        ports.outputs.map(({ at }) => at),
      );
      return Object.fromEntries(
        ports.outputs.map((port, k) => [port.name, asDeclared(outputs[k] as TensorData, port.type.dtype)]),
      );
    } catch (error) {
      throw new Error(`${name} failed in TensorFlow: ${(error as Error).message}`);
    }
  }

  return {
    load({ name, program }) {
      const all = new Map([...programs].map(([other, loaded]) => [other, loaded.program])).set(name, program);
      graph = writeSession(Object.fromEntries(all));
      programs.set(name, {
        program,
        inputs: program.inputs.map((port) => typedPort(program, port)),
        state: program.state.map((port) => typedPort(program, port)),
      });
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

function feedsOf({ inputs: ports, random }: SessionProgram, inputs: Tensors, seed: number, step: number): readonly Feed[] {
  const feeds = ports.map(({ at, name }): Feed => ({ at, ...(inputs[name] as TensorData) }));
  if (random === undefined) return feeds;
  return [...feeds, { at: random.seed, ...vector(seed) }, { at: random.step, ...vector(step) }];
}

const vector = (value: number): TensorData => ({ shape: [2], dtype: 'int32', data: Int32Array.from(words(value)) });
