/** With what a run computes, as its files, its events and whoever shows it say it. */
import type { StartEvent } from './events';
import { counted } from './format';
import { type Check, isCount, isText, optional, record } from './guards';

export const ENGINES = ['tensorflow', 'onnxruntime', 'interpreter'] as const;
export type EngineName = (typeof ENGINES)[number];

export const DEVICES = ['cpu', 'gpu'] as const;
export type Device = (typeof DEVICES)[number];

export interface EngineRecord {
  /** `tensorflow`, `onnxruntime`, `interpreter` */
  readonly name: string;
  /** Of the library that computes. Absent: it is Modelwright's own, or the run is of a version that did not write it down. */
  readonly version?: string;
  /** `cpu` or `gpu` */
  readonly device: string;
  /** Rounding depends on it. */
  readonly threads: number;
  /** Name of the GPU that computes. */
  readonly gpu?: string;
  /** Why no better one: a sentence. Absent: it is the best there is here, or was asked for by name. */
  readonly note?: string;
}

export const isEngineRecord: Check = record({
  name: isText,
  version: optional(isText),
  device: isText,
  threads: isCount,
  gpu: optional(isText),
  note: optional(isText),
});

/** `tensorflow 2.21.0 · gpu (NVIDIA H100) · 2 threads` */
export function engineText({ name, version, device, threads, gpu }: EngineRecord): string {
  const versioned = version === undefined ? name : `${name} ${version}`;
  const where = gpu === undefined ? device : `${device} (${gpu})`;
  return [versioned, where, counted(threads, 'thread')].join(' · ');
}

export const engineOfStart = ({ engine, engineVersion, device, threads, gpu, engineNote }: StartEvent): EngineRecord => ({
  name: engine,
  device,
  threads,
  ...(engineVersion !== undefined && { version: engineVersion }),
  ...(gpu !== undefined && { gpu }),
  ...(engineNote !== undefined && { note: engineNote }),
});
