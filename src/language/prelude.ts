/** Entry of the code that runs in the sandbox before a model file: makes what the file imports, and hands out the recording. */
import { transformSpecs } from '../data/index.spec';
import { block, dataFunction, descriptionFunction, layerFunction, model, sequential, train } from './builders';
import { makeConsole } from './console';
import { functions, type LanguageFunction } from './functions';
import { makeHermetic } from './hermetic';
import { size } from './tensor';

/** What `import ... from 'modelwright'` finds. */
export const language: Readonly<Record<string, unknown>> = Object.fromEntries(
  functions.map((entry) => [entry.spec.op, implementationOf(entry)]),
);

function implementationOf(entry: LanguageFunction): unknown {
  switch (entry.kind) {
    case 'layer':
      return layerFunction(entry.spec);
    case 'data':
      return dataFunction(entry.spec, Object.values(transformSpecs));
    case 'loss':
    case 'optimizer':
    case 'schedule':
    case 'callback':
      return descriptionFunction(entry.kind, entry.spec);
    case 'model':
      return model;
    case 'sequential':
      return sequential;
    case 'block':
      return block;
    case 'size':
      return size;
    case 'train':
      return train;
  }
}

const LONGEST_TEXT = 10_000;

/** An error in plain words, as JSON; what was thrown need not be one. */
export function describeError(thrown: unknown): string {
  const { name, message, stack } = thrown instanceof Error ? thrown : { name: '', message: String(thrown), stack: '' };
  const text = (value: unknown): string => String(value).slice(0, LONGEST_TEXT);
  return JSON.stringify({ name: text(name), message: text(message), stack: text(stack) });
}

export { collect } from './recorder';

makeConsole();
makeHermetic();
