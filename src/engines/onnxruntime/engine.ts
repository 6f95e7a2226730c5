/** onnxruntime-node as an engine: messages to a thread of its own, which holds the sessions and the state. */
import { availableParallelism } from 'node:os';
import type { Engine } from '../engine';
import { EngineUnavailableError } from '../errors';
import { inThread } from '../thread/channel';
import { askedOf, startThread } from '../thread/start';
import type { FormsOption } from './choose-forms';
import type { Facts, OnnxruntimeRequests, Statistics, ThreadData } from './messages';

export interface OnnxruntimeOptions {
  /** The bundle of `thread.ts`. */
  readonly threadFile: string;
  /** How many threads one operator may use; by default as many as there are cores. Rounding depends on it. */
  readonly threads?: number;
  /** How convolutions and poolings are computed; by default in the fastest way that gives right numbers on this machine. */
  readonly forms?: FormsOption;
}

export interface OnnxruntimeEngine extends Engine {
  statistics(): Promise<Statistics>;
}

/** Throws an `EngineUnavailableError` where onnxruntime-node can't be loaded. */
export async function createOnnxruntimeEngine({
  threadFile,
  threads = availableParallelism(),
  forms = 'auto',
}: OnnxruntimeOptions): Promise<OnnxruntimeEngine> {
  const data: ThreadData = { threads, forms };
  const thread = await startThread<OnnxruntimeRequests, Facts>(inThread(threadFile, data)).catch((error: Error) => {
    throw unavailable(error);
  });
  return {
    name: 'onnxruntime',
    version: thread.facts.version,
    device: 'cpu',
    threads,
    ...askedOf(thread),
    statistics: () => thread.ask('statistics', undefined),
  };
}

const unavailable = ({ message }: Error): Error =>
  new EngineUnavailableError(
    `onnxruntime-node can't be loaded: ${message}\n` +
      'Install it again: `npm install onnxruntime-node`. Where its download host is out of reach, put the line ' +
      '`onnxruntime-node-install=skip` into .npmrc first: the CPU needs no download.',
  );
