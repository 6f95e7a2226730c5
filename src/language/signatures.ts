/** What a model file may call, by name, each with all the arguments that it takes. */
import { transformSpecs } from '../data/index.spec';
import type { Callable } from '../ir/callable';
import { functions, type LanguageFunction } from './functions';
import { layerArguments } from './layer-arguments.spec';
import { isOptional, resultOf } from './types';

export interface Signature extends Callable {
  readonly kind: LanguageFunction['kind'] | 'transform';
  /** Name of the type that it gives. */
  readonly returns: string;
  /** Names of the arguments that stand in the options object, those that are needed first. */
  readonly options: readonly string[];
}

export const functionSignatures: ReadonlyMap<string, Signature> = new Map(
  functions.map((entry) => [entry.spec.op, signatureOf(entry.kind, entry.spec, resultOf(entry))]),
);

/** What follows data with a dot. */
export const transformSignatures: ReadonlyMap<string, Signature> = new Map(
  Object.values(transformSpecs).map((spec) => [spec.op, signatureOf('transform', spec, 'Data')]),
);

function signatureOf(kind: Signature['kind'], { op, doc, positional, arguments: own }: Callable, returns: string): Signature {
  const table = kind === 'layer' ? { ...own, ...layerArguments } : own;
  const options = Object.keys(table).filter((name) => !positional.includes(name));
  const needed = options.filter((name) => !isOptional(table[name]));
  return { kind, op, doc, positional, arguments: table, returns, options: [...new Set([...needed, ...options])] };
}
