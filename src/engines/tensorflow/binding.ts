/**
 * The native part of `@tensorflow/tfjs-node`, without its JavaScript. Its C++ source, `binding/tfjs_backend.cc` in that package,
 * is where the remarks below come from.
 */
import { constants } from 'node:os';
import type { DType, TensorData } from '../../ir/tensor';

export interface Binding {
  /** Of the TensorFlow library. */
  readonly TF_Version: string;
  isUsingGpuDevice(): boolean;

  /** Shares the array's memory until the tensor is deleted. */
  createTensor(shape: readonly number[], dtype: number, data: TensorData['data']): number;
  deleteTensor(id: number): void;
  /** A copy. There is no uint8 among the types that it knows. */
  tensorDataSync(id: number): TensorData['data'];

  /** Reads the folder, which is not needed from then on. `tags` are separated by commas. */
  loadSavedModel(folder: string, tags: string): number;
  deleteSavedModel(id: number): void;
  /**
   * What is fed and fetched is named `node:index`, separated by commas. A run that fails never frees what it was fed. Its
   * message has 500 characters at most.
   */
  runSavedModel(id: number, feeds: readonly number[], feedNames: string, fetchNames: string): readonly Fetched[];

  getNumOfTensors(): number;
  getNumOfSavedModels(): number;
}

interface Fetched {
  readonly id: number;
  readonly shape: readonly number[];
  readonly dtype: number;
}

/** `TF_DataType` of tensorflow/c/tf_datatype.h. */
const NUMBERS: Readonly<Record<DType, number>> = { float32: 1, int32: 3, uint8: 4, bool: 10 };

export const dtypeNumber = (dtype: DType): number => NUMBERS[dtype];

export function dtypeOf(number: number): DType {
  const [dtype] = Object.entries(NUMBERS).find(([, one]) => one === number) ?? [];
  if (dtype === undefined) throw new TypeError(`TensorFlow gave a tensor of its type ${number}.`);
  return dtype as DType;
}

/**
 * Stays in the process when the thread ends that loaded it: TensorFlow's own threads still run, and the code must not go from
 * under them. `dlfcn.h` of Linux and macOS; Windows has no such thing.
 */
const NO_DELETE: Readonly<Partial<Record<NodeJS.Platform, number>>> = { linux: 0x1000, darwin: 0x80 };

/** Loads the library into this process, for good. */
export function loadBinding(path: string): Binding {
  const module = { exports: {} as Binding };
  process.dlopen(module, path, constants.dlopen.RTLD_LAZY | (NO_DELETE[process.platform] ?? 0));
  return module.exports;
}
