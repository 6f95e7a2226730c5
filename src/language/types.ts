/** The types and documentation a model file's author sees: the text of `modelwright.d.ts`, made from the specs. */
import { transformSpecs } from '../data/index.spec';
import type { Argument } from '../ir/arguments';
import type { Callable } from '../ir/callable';
import { functions, type LanguageFunction } from './functions';
import { layerArguments } from './layer-arguments.spec';

/** What the functions take and give. Shapes are not part of the types: they come from evaluation, with better messages. */
const TYPES = `// Only what says \`export\` is exported.
export {};

declare const kind: unique symbol;

/** A tensor of the network: it has a shape, and numbers only once the model runs. */
export interface Tensor {
  readonly [kind]: 'tensor';
  /** Sizes, the batch first. One that is not known before training is a \`Dimension\`, which any argument for a size takes too. */
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32' | 'uint8' | 'bool';
}

/** A size: a positive whole number, or one that is not known before training. */
export type Size = number | Dimension;

/** A size that is not known before training, such as the batch. It is calculated with by methods. */
export interface Dimension {
  readonly [kind]: 'dimension';
  plus(other: Size): Dimension;
  minus(other: Size): Dimension;
  times(other: Size): Dimension;
  /** Rounded down. */
  dividedBy(divisor: number): Dimension;
}

/** Numbers that stand in the model file, one entry for each row. */
export type Rows = readonly (number | Rows)[];

/** Applied to a tensor, it adds itself to the network. Applied again, it shares its weights. */
export type Layer = (x: Tensor) => Tensor;

/** Makes one tensor of several: \`add()([a, b])\`. */
export type MergeLayer = (tensors: readonly Tensor[]) => Tensor;

/** Layers from inputs to outputs. Applied to other tensors it is a layer, and shares its weights. */
export interface Model<Outputs = unknown> {
  readonly [kind]: 'model';
  (inputs: Tensor | readonly Tensor[]): Outputs;
}

/** A model, data and how to train. */
export interface Training {
  readonly [kind]: 'training';
}

export interface Optimizer {
  readonly [kind]: 'optimizer';
}

export interface Loss {
  readonly [kind]: 'loss';
}

/** A learning rate that changes from step to step. */
export interface Schedule {
  readonly [kind]: 'schedule';
}

/** What watches the epochs of a training. */
export interface Callback {
  readonly [kind]: 'callback';
}
`;

const TYPE_NAMES = [
  'Tensor',
  'Size',
  'Dimension',
  'Rows',
  'Layer',
  'MergeLayer',
  'LayerOptions',
  'Model',
  'Training',
  'Optimizer',
  'Loss',
  'Schedule',
  'Callback',
  'Data',
];

export const typeNames: readonly string[] = [
  ...TYPE_NAMES,
  ...[...functions.map(({ spec }) => spec), ...Object.values(transformSpecs)].filter(hasOptions).map(nameOfOptions),
];

export const functionNames: readonly string[] = functions.map(({ spec }) => spec.op);

export function declarations(): string {
  const transforms = Object.values(transformSpecs);
  return [
    '// Made from the specs of layers, data, losses and optimizers.',
    TYPES,
    `/** What every layer takes beside its own arguments. */\nexport interface LayerOptions {\n${properties(Object.entries(layerArguments))}}\n`,
    ...functions.filter(({ spec }) => hasOptions(spec)).map(({ kind, spec }) => optionsInterface(spec, kind === 'layer')),
    ...transforms.filter(hasOptions).map((spec) => optionsInterface(spec)),
    `/** Rows of features and targets. Every method gives new data and leaves these as they are. */\nexport interface Data {\n  readonly [kind]: 'data';\n${transforms.map((spec) => method(spec)).join('')}}\n`,
    ...functions.map(functionDeclaration),
  ].join('\n');
}

/** The same as an ambient module: whoever knows this file knows what to import `modelwright` from. */
export const moduleDeclaration = (): string =>
  `declare module 'modelwright' {\n${declarations().replaceAll(/^(export )?declare /gm, '$1')}}\n`;

function hasOptions(spec: Callable): boolean {
  return optionsOf(spec).length > 0;
}

function optionsOf({ arguments: table, positional }: Callable): [string, Argument<unknown>][] {
  return Object.entries(table).filter(([name]) => !positional.includes(name));
}

export const isOptional = (argument: Argument<unknown> | undefined): boolean => argument?.default !== undefined;

function nameOfOptions({ op }: Callable): string {
  return `${op.charAt(0).toUpperCase()}${op.slice(1)}Options`;
}

function optionsInterface(spec: Callable, isLayer = false): string {
  const base = isLayer ? ' extends LayerOptions' : '';
  return `export interface ${nameOfOptions(spec)}${base} {\n${properties(optionsOf(spec))}}\n`;
}

const properties = (entries: readonly [string, Argument<unknown>][]): string =>
  entries
    .map(([name, argument]) => {
      const shown = isOptional(argument) && argument.default !== null ? ` @default ${showDefault(argument)}` : '';
      return `  /** ${argument.doc}${shown} */\n  readonly ${name}${isOptional(argument) ? '?' : ''}: ${argument.type};\n`;
    })
    .join('');

/** As it would be written in a model file. */
export function showDefault({ default: value, suggestions = [] }: Argument<unknown>): string {
  if (typeof value === 'object' && value !== null && 'kind' in value) return `'${value.kind}'`;
  return suggestions.includes(`'${value}'`) ? `'${value}'` : JSON.stringify(value).replaceAll(',', ', ');
}

function signature(spec: Callable, isLayer = false): string {
  const parameters = spec.positional.map(
    (name) => `${name}${isOptional(spec.arguments[name]) ? '?' : ''}: ${spec.arguments[name]?.type}`,
  );
  const options = optionsOf(spec);
  const needed = options.some(([, argument]) => !isOptional(argument));
  if (options.length > 0) parameters.push(`options${needed ? '' : '?'}: ${nameOfOptions(spec)}`);
  else if (isLayer) parameters.push('options?: LayerOptions');
  return `(${parameters.join(', ')})`;
}

/**
 * Every call may name all its arguments. The types say so only where it helps, since TypeScript's messages about a call get long
 * with a second form: where all that comes before the options has a default, `adam({ beta1: 0.5 })`, or is of one type and could
 * be mistaken for another, `arrays({ features, targets })`.
 */
function mayBeNamed(spec: Callable): boolean {
  const before = spec.positional.map((name) => spec.arguments[name]);
  const isOneType = before.length > 1 && new Set(before.map((argument) => argument?.type)).size === 1;
  return isOneType || (hasOptions(spec) && before.length > 0 && before.every(isOptional));
}

function namedSignature(spec: Callable): string {
  const before = Object.entries(spec.arguments).filter(([name]) => spec.positional.includes(name));
  const needed = Object.values(spec.arguments).some((argument) => !isOptional(argument));
  const rest = hasOptions(spec) ? ` & ${nameOfOptions(spec)}` : '';
  return `(options${needed ? '' : '?'}: {\n${properties(before)}}${rest})`;
}

function documentation(spec: Callable): string {
  const parameters = spec.positional.map((name) => ` * @param ${name} ${spec.arguments[name]?.doc}\n`);
  return parameters.length === 0 ? `/** ${spec.doc} */\n` : `/**\n * ${spec.doc}\n *\n${parameters.join('')} */\n`;
}

const method = (spec: Callable): string => `  /** ${spec.doc} */\n  ${spec.op}${signature(spec)}: Data;\n`;

function functionDeclaration(entry: LanguageFunction): string {
  const { kind, spec } = entry;
  const declare = (parameters: string, returns: string): string =>
    `${documentation(spec)}export declare function ${spec.op}${parameters}: ${returns};\n`;
  if (kind === 'sequential') {
    const options = `options?: ${nameOfOptions(spec)}`;
    return [
      declare(`(layers: readonly [Tensor, ...Layer[]], ${options})`, 'Model<Tensor>'),
      declare(`(layers: readonly Layer[], ${options})`, 'Layer'),
      declare(`(layers: readonly (Tensor | Layer)[], ${options})`, 'Model<Tensor> & Layer'),
    ].join('');
  }
  if (kind === 'model') {
    const outputs = (type: string): string => `(options: ${nameOfOptions(spec)} & { readonly outputs: ${type} })`;
    return [declare(outputs('Tensor'), 'Model<Tensor>'), declare(outputs('readonly Tensor[]'), 'Model<readonly Tensor[]>')].join(
      '',
    );
  }
  if (kind === 'block') {
    return ['', 'name: string, ']
      .flatMap((name) => [declare(`(${name}layers: readonly Layer[])`, 'Layer'), declare(`<T>(${name}content: () => T)`, 'T')])
      .join('');
  }
  const isLayer = kind === 'layer';
  const named = mayBeNamed(spec) ? declare(namedSignature(spec), resultOf(entry)) : '';
  return named + declare(signature(spec, isLayer), resultOf(entry));
}

/** Name of the type that a call gives. */
export function resultOf({ kind, spec }: LanguageFunction): string {
  switch (kind) {
    case 'layer':
      return spec.arity[1] === 0 ? 'Tensor' : spec.arity[1] === 1 ? 'Layer' : 'MergeLayer';
    case 'train':
      return 'Training';
    case 'sequential':
      return 'Model';
    case 'size':
      return 'Dimension';
    default:
      return `${kind.charAt(0).toUpperCase()}${kind.slice(1)}`;
  }
}
