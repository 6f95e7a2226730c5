/** What the thread does: sessions by the program's name, and the state they share. */
import { env, InferenceSession, type Tensor } from 'onnxruntime-node';
import { encodeModel } from '../../formats/onnx/encode';
import { nextPort, randomPort, statePort } from '../../formats/onnx/ports';
import { toModel } from '../../formats/onnx/write';
import type { Program, State } from '../../ir/program';
import { bindShape, count, type DType, type Shape, type TensorData } from '../../ir/tensor';
import { bindSymbols } from '../../program/bindings';
import { uniform } from '../../program/philox';
import type { Feeds, Tensors } from '../engine';
import { pickInputs, type TypedPort, typedPort } from '../inputs';
import type { Executor } from '../thread/messages';
import { DOMAIN } from './blocked/images';
import { createFormsChooser } from './choose-forms';
import type { OnnxruntimeRequests, ThreadData } from './messages';
import { StateStore, toTensor } from './state';
import { Arena } from './updates/arena';
import { splitUpdates } from './updates/split';
import { prepareUpdates, type Updates } from './updates/updates';

interface Loaded {
  readonly session: InferenceSession;
  readonly inputs: readonly TypedPort[];
  readonly outputs: readonly TypedPort[];
  /** Read by the session, given another value by it; what loops change may be neither. */
  readonly state: readonly (TypedPort & { readonly isRead: boolean; readonly changes: boolean })[];
  readonly random: readonly { readonly id: string; readonly shape: Shape }[];
  /** What the session leaves to loops. */
  readonly updates: Updates | undefined;
}

export const version: string = env.versions.node ?? '';

export function createExecutor({ threads, forms }: ThreadData): Executor<OnnxruntimeRequests> {
  const programs = new Map<string, Loaded>();
  const state = new StateStore(new Arena());
  const chooseForms = createFormsChooser(forms);
  let sessions = 0;
  let blocked = 0;
  let updates = 0;

  return {
    async load({ name, program }) {
      const split = splitUpdates(program);
      const own = prepareUpdates(split.updates, state);
      const inSession = own === undefined ? program : split.rest;
      const model = toModel(inSession, await chooseForms(inSession));
      const session = await InferenceSession.create(encodeModel(model), {
        intraOpNumThreads: threads,
        executionMode: 'sequential',
        // The level above brings poolings into a blocked layout and back, which takes longer than the pooling.
        graphOptimizationLevel: 'extended',
        // Nothing to the terminal: what fails is thrown as well.
        logSeverityLevel: 4,
        // Threads that wait between two runs sleep, and leave their core to whoever makes the next batch.
        extra: { session: { force_spinning_stop: '1' } },
      });
      sessions++;
      blocked += model.graph.nodes.filter(({ domain }) => domain === DOMAIN).length;
      updates += own?.count ?? 0;
      await programs.get(name)?.session.release();
      programs.set(name, { session, ...portsOf(program, inSession), updates: own });
    },

    async run({ name, feeds }) {
      const loaded = programs.get(name);
      if (loaded === undefined) throw new TypeError(`There is no program '${name}'.`);
      return run(name, loaded, feeds, state);
    },

    async readState() {
      return state.read();
    },

    async writeState(values) {
      state.write(values);
    },

    async statistics() {
      return { sessions, blocked, updates };
    },

    async close() {
      for (const { session } of programs.values()) await session.release();
      programs.clear();
    },
  };
}

async function run(
  program: string,
  { session, ...ports }: Loaded,
  { inputs, seed, step }: Feeds,
  state: StateStore,
): Promise<Tensors> {
  const given = pickInputs(ports.inputs, inputs);
  const bindings = bindSymbols(given);
  const changing = ports.state.flatMap(({ name, changes }) => (changes ? [name] : []));
  const outputs = ports.outputs.map((port) => ({ ...port, ...allocate(bindShape(port.shape, bindings), port.dtype) }));

  const feeds: Record<string, Tensor> = {};
  for (const tensor of given) feeds[tensor.name] = toTensor(tensor);
  for (const port of ports.state) {
    const current = state.current(port);
    if (port.isRead) feeds[statePort(port.name)] = current;
  }
  for (const { id, shape } of ports.random) {
    const sizes = bindShape(shape, bindings);
    const data = uniform(count(sizes), { seed, id, step });
    feeds[randomPort(id)] = toTensor({ shape: sizes, dtype: 'float32', data });
  }
  // Results are written where these lie.
  const fetches: Record<string, Tensor> = {};
  for (const tensor of outputs) fetches[tensor.name] = toTensor(tensor);
  for (const name of changing) fetches[nextPort(name)] = state.next(name);
  for (const [name, { tensor }] of ports.updates?.operands ?? []) fetches[name] = tensor;

  try {
    await session.run(feeds, fetches);
  } catch (error) {
    throw new Error(`${program} failed in onnxruntime: ${plainMessage(error as Error)}`);
  }
  state.swap(changing);
  ports.updates?.run();
  return Object.fromEntries(outputs.map(({ name, shape, dtype, data }) => [name, { shape, dtype, data }]));
}

/** The operator and what it says, without the place in onnxruntime's source that may stand between them. */
function plainMessage({ message }: Error): string {
  const [, operator, text] = /running (\w+) node.*?Status Message: (.*)/s.exec(message) ?? [];
  if (operator === undefined || text === undefined) return message;
  return `${operator}: ${text.trim().replace(/^\/\S+:\d+ .*?[)\]] (?=[A-Z])/, '')}`;
}

function allocate(shape: readonly number[], dtype: DType): TensorData {
  const length = count(shape);
  const data =
    dtype === 'float32' ? new Float32Array(length) : dtype === 'int32' ? new Int32Array(length) : new Uint8Array(length);
  return { shape, dtype, data };
}

/** The program's, of which the session may have a part. */
function portsOf(program: Program, session: Program): Omit<Loaded, 'session' | 'updates'> {
  const { inputs, outputs, state, nodes } = program;
  const inSession = new Map(session.state.map((entry) => [entry.name, entry]));
  return {
    inputs: inputs.map((port) => typedPort(program, port)),
    outputs: outputs.map((port) => typedPort(program, port)),
    state: state.map((entry) => ({
      ...typedPort(program, entry),
      isRead: inSession.has(entry.name),
      changes: isChanged(inSession.get(entry.name)),
    })),
    random: nodes.flatMap(({ op, attrs }) => (op === 'random' ? [{ id: attrs.id as string, shape: attrs.shape as Shape }] : [])),
  };
}

const isChanged = (state: State | undefined): boolean => state?.next !== undefined && state.next !== state.value;
