/** A SavedModel as TensorFlow has it: runs, and leaves no tensor behind. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DType, TensorData } from '../../ir/tensor';
import { type Binding, dtypeNumber, dtypeOf } from './binding';

/** A tensor and the place in the graph where it goes. */
export interface Feed extends TensorData {
  readonly at: string;
}

export interface Session {
  /** What stands at the places `fetches`, in their order. Throws what TensorFlow says, as one line. */
  run(feeds: readonly Feed[], fetches: readonly string[]): readonly TensorData[];
  close(): void;
}

export function openSession(binding: Binding, savedModel: Uint8Array): Session {
  const id = load(binding, savedModel);
  return {
    run(feeds, fetches) {
      const open: number[] = [];
      try {
        const given = feeds.map(({ shape, dtype, data }) => {
          const tensor = binding.createTensor(shape, dtypeNumber(dtype), data);
          open.push(tensor);
          return tensor;
        });
        const fetched = binding.runSavedModel(id, given, feeds.map(({ at }) => at).join(), fetches.join());
        for (const tensor of fetched) open.push(tensor.id);
        return fetched.map(({ id: tensor, shape, dtype }) => ({
          shape,
          dtype: dtypeOf(dtype),
          data: binding.tensorDataSync(tensor),
        }));
      } catch (error) {
        throw new Error(plainMessage(error as Error));
      } finally {
        for (const tensor of open) binding.deleteTensor(tensor);
      }
    },
    close: () => binding.deleteSavedModel(id),
  };
}

/** What was fetched, in its own type. */
export const asDeclared = (fetched: TensorData, dtype: DType): TensorData =>
  dtype === 'uint8' ? { ...fetched, dtype, data: Uint8Array.from(fetched.data) } : fetched;

/** Through a fresh folder: TensorFlow reads a model from a path only, and takes a path that it knows for what it knows. */
function load(binding: Binding, savedModel: Uint8Array): number {
  const folder = writeFolder(savedModel);
  try {
    return binding.loadSavedModel(folder, 'serve');
  } catch (error) {
    throw new Error(`TensorFlow refused the graph: ${plainMessage(error as Error)}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeFolder(savedModel: Uint8Array): string {
  let folder: string | undefined;
  try {
    folder = mkdtempSync(join(tmpdir(), 'modelwright-graph-'));
    writeFileSync(join(folder, 'saved_model.pb'), savedModel);
    return folder;
  } catch (error) {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    const [reason] = (error as Error).message.split(',', 1);
    throw new Error(`The graph for TensorFlow can't be written into ${tmpdir()} (${reason}). TMPDIR names another folder.`);
  }
}

/** The first thing that went wrong and the operation in which it did, without status codes and the way there. */
function plainMessage({ message }: Error): string {
  const [, node] = /\{\{node ([^}]+)\}\}/.exec(message) ?? [];
  const [first = ''] = message
    .replace(/^(Session fail to run with error|Failed to load SavedModel): /, '')
    .replace(/^\d+ root error\(s\) found\.\s+\(0\)\s*/, '')
    .replace(/^[A-Z_]+: /, '')
    .trim()
    .split(/\s*\n/, 1);
  // The writer calls a node by its operation, below the program and before a number.
  const operation = node?.split('/').at(-1)?.replace(/_\d+$/, '');
  return operation === undefined ? first : `${operation}: ${first}`;
}
