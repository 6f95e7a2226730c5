/** What a run has learned, ready to be asked: its own network, with the weights of one of its checkpoints in an engine. */
import type { Engine } from '../engines/engine';
import type { Network } from '../ir/network';
import type { Program } from '../ir/program';
import { formatShape } from '../ir/tensor';
import type { Training } from '../ir/training';
import { RunError } from '../runs/error';
import { type CheckpointName, layoutOf } from '../runs/layout';
import { readGraph, readRun } from '../runs/read';
import type { RunRecord } from '../runs/records';
import { type Checkpoint, loadCheckpoint, type Point } from './checkpoint';

export interface TrainedOptions {
  /** Of the run. */
  readonly directory: string;
  readonly checkpoint: CheckpointName;
  /** Called once. Closed when the work is done. */
  openEngine(): Promise<Engine>;
}

export interface Trained {
  readonly record: RunRecord;
  readonly network: Network;
  readonly training: Training;
  /** Where the weights are from. */
  readonly point: Point;
  readonly engine: Engine;
  readonly program: Program;
}

/** Name of the program in the engine is that which is asked for. Throws a `RunError` that names the file which does not fit. */
export async function withTrained<T>(
  { directory, checkpoint, openEngine }: TrainedOptions,
  name: string,
  build: (network: Network, training: Training) => Program,
  work: (trained: Trained) => Promise<T>,
): Promise<T> {
  const record = readRun(directory);
  const network = readGraph(directory);
  const training = record.settings;
  const program = built(layoutOf(directory).graph, () => build(network, training));
  const { state, point } = loadCheckpoint(directory, checkpoint);
  const weights = weightsFor(program, state, layoutOf(directory).checkpoint(checkpoint));
  const engine = await openEngine();
  try {
    await engine.load(name, program);
    await engine.writeState(weights);
    return await work({ record, network, training, point, engine, program });
  } finally {
    await engine.close();
  }
}

function built(graph: string, build: () => Program): Program {
  try {
    return build();
  } catch (error) {
    throw new RunError('damaged', `${graph} is damaged: ${error instanceof Error ? error.message : error}`);
  }
}

/** Without what only the optimizer needs. */
function weightsFor({ state, values }: Program, saved: Checkpoint['state'], path: string): Checkpoint['state'] {
  return Object.fromEntries(
    state.map(({ name, value }) => {
      const wanted = formatShape(values[value]?.shape ?? []);
      const tensor = saved[name];
      const problem =
        tensor === undefined
          ? `it lacks ${name} ${wanted}`
          : formatShape(tensor.shape) !== wanted || tensor.dtype !== values[value]?.dtype
            ? `its ${name} is ${tensor.dtype} ${formatShape(tensor.shape)}, and the network's is ${values[value]?.dtype} ${wanted}`
            : undefined;
      if (tensor === undefined || problem !== undefined) {
        throw new RunError('damaged', `${path} belongs to another network: ${problem}.`);
      }
      return [name, tensor];
    }),
  );
}
