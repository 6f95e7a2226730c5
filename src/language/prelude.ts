/** Entry of the code that runs in the sandbox before a model file: makes what the file imports, and hands out the recording. */
import { transformSpecs } from '../data/index.spec';
import {
  type Arguments,
  type Build,
  blockBuild,
  dataBuild,
  descriptionBuild,
  layerBuild,
  modelBuild,
  sequentialBuild,
  trainBuild,
} from './builders';
import { makeConsole } from './console';
import { functions, type LanguageFunction } from './functions';
import { makeHermetic } from './hermetic';
import { LISTED, NUMBERED } from './recording';
import { size } from './tensor';

/** What `import ... from 'modelwright'` finds. */
export const language: Readonly<Record<string, unknown>> = Object.fromEntries(
  functions.map((entry) => [entry.spec.op, functionOf(buildOf(entry))]),
);

/** A function as files call it. The compiler turns their calls into calls of the two others, with the numbers of two calls in front. */
function functionOf(build: Build): unknown {
  const listed = (site: number, applied: number, args: Arguments): unknown =>
    build(args, { site }, applied === 0 ? undefined : { site: applied });
  const numbered = (site: number, applied: number, ...args: unknown[]): unknown => listed(site, applied, args);
  return Object.defineProperties((...args: unknown[]) => build(args), {
    [NUMBERED]: { value: numbered },
    [LISTED]: { value: listed },
  });
}

function buildOf(entry: LanguageFunction): Build {
  switch (entry.kind) {
    case 'layer':
      return layerBuild(entry.spec);
    case 'data':
      return dataBuild(entry.spec, Object.values(transformSpecs));
    case 'loss':
    case 'optimizer':
    case 'schedule':
    case 'callback':
      return descriptionBuild(entry.kind, entry.spec);
    case 'model':
      return modelBuild;
    case 'sequential':
      return sequentialBuild;
    case 'block':
      return blockBuild;
    case 'size':
      return (args) => (typeof args === 'number' ? size(undefined, undefined) : size(args[0], args[1]));
    case 'train':
      return trainBuild;
  }
}

const LONGEST_TEXT = 10_000;

/** An error in plain words, as JSON; what was thrown need not be one. */
export function describeError(thrown: unknown): string {
  const { name, message, stack } = thrown instanceof Error ? thrown : { name: '', message: String(thrown), stack: '' };
  const text = (value: unknown): string => String(value).slice(0, LONGEST_TEXT);
  return JSON.stringify({ name: text(name), message: text(message), stack: text(stack) });
}

export { collect, prepare } from './recorder';

makeConsole();
makeHermetic();
