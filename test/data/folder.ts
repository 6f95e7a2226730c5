/** Folders for tests that read files, and how data in them are looked at. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import { type Dataset, loadDataset } from '../../src/data/dataset';
import { probe } from '../../src/data/probe';
import { identity } from '../../src/data/random';
import type { DataDescription, Schema, SplitName, Step } from '../../src/ir/data';
import { hostIn } from './host';

export type Steps = readonly (readonly [op: string, args?: Step['args']])[];

export interface DataFolder {
  readonly path: string;
  write(name: string, content: string | Uint8Array): void;
  probe(...steps: Steps): Promise<Schema>;
  load(...steps: Steps): Promise<Dataset>;
}

/** The model file is thought to stand in it. It is removed after the tests of the file. */
export function dataFolder(files: Readonly<Record<string, string | Uint8Array>> = {}): DataFolder {
  const path = mkdtempSync(join(tmpdir(), 'modelwright-data-'));
  afterAll(() => rmSync(path, { recursive: true, force: true }));
  const write = (name: string, content: string | Uint8Array): void => {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), content);
  };
  for (const [name, content] of Object.entries(files)) write(name, content);
  const host = hostIn(path);
  return {
    path,
    write,
    probe: (...steps) => probe(describeData(steps), host),
    load: (...steps) => loadDataset(describeData(steps), 1, host),
  };
}

function describeData([source, ...transforms]: Steps): DataDescription {
  const step = ([op, args = {}]: Steps[number]): Step => ({ op, args });
  return { source: step(source ?? ['']), transforms: transforms.map(step) };
}

/** All values of a split's first feature and first target, in order. */
export function valuesOf({ splits }: Dataset, split: SplitName = 'train'): { features: number[]; targets: number[] } {
  const { features, targets } = splits[split].batch(identity(splits[split].rows));
  return { features: [...(features[0]?.data ?? [])], targets: [...(targets[0]?.data ?? [])] };
}
