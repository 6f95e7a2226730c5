/** The functions that put layers together: `model`, `sequential`, `block` and `train`. */
import { type Argument, Refusal, text, whole } from '../ir/arguments';
import { defineCallable } from '../ir/callable';
import { lossSpecs } from '../program/losses.spec';
import { optimizerSpecs } from '../program/optimizers.spec';
import { callbackSpecs } from '../trainer/callbacks.spec';
import { pathName } from './layer-arguments.spec';
import { type Encoded, isMark, type Kind, type Mark } from './recording';

export type EntryMark = Mark & { readonly $: 'entry' };
export type TensorMark = Mark & { readonly $: 'tensor' };

export const isEntry = (value: unknown, kind: Kind): value is EntryMark =>
  isMark(value) && value.$ === 'entry' && value.kind === kind;

export const isTensor = (value: unknown): value is TensorMark => isMark(value) && value.$ === 'tensor';

const quoted = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(' | ');

/** What a function of the language returned. */
const made = (doc: string, kind: Kind, type: string, expected: string): Argument<EntryMark> => ({
  doc,
  type,
  parse: (value) => (isEntry(value, kind) ? value : new Refusal(expected)),
});

/** The same, or the name of a function that needs no arguments. */
const madeOrNamed = (doc: string, kind: Kind, type: string, names: readonly string[]): Argument<EntryMark | string> => ({
  doc,
  type: `${quoted(names)} | ${type}`,
  suggestions: names.map((name) => `'${name}'`),
  parse: (value) =>
    isEntry(value, kind) || (typeof value === 'string' && names.includes(value))
      ? value
      : new Refusal(`one of ${names.map((name) => `'${name}'`).join(', ')}, or a call such as ${names[0]}()`),
});

const tensors = (doc: string): Argument<readonly TensorMark[]> => ({
  doc,
  type: 'Tensor | readonly Tensor[]',
  parse(value) {
    const list: readonly Encoded[] = Array.isArray(value) ? value : [value];
    return list.length > 0 && list.every(isTensor) ? list : new Refusal('a tensor or a list of tensors');
  },
});

const name = (doc: string): Argument<string | null> => ({
  ...text(doc),
  default: null,
  parse: (value) => (value === null ? null : text(doc).parse(value)),
});

const modelName = name('Name of the model, where it is not exported under one.');

export const METRICS = ['accuracy', 'precision', 'recall', 'f1'] as const;

export const modelSpec = defineCallable({
  op: 'model',
  doc: 'A model from its inputs to its outputs: everything between them belongs to it.',
  positional: [],
  arguments: {
    inputs: tensors('What `input()` made.'),
    outputs: tensors('What the model predicts.'),
    name: modelName,
  },
});

export const sequentialSpec = defineCallable({
  op: 'sequential',
  doc: 'Layers one after the other. With `input()` in front it is a model; without, it is applied to a tensor like a layer.',
  positional: ['layers'],
  arguments: {
    layers: {
      doc: 'The layers in order.',
      type: 'readonly (Layer | Tensor)[]',
      parse: (value) => (Array.isArray(value) ? value : new Refusal('a list of layers')),
    } satisfies Argument<readonly Encoded[]>,
    name: modelName,
  },
});

export const blockSpec = defineCallable({
  op: 'block',
  doc: 'Layers that belong together: one box in the picture, one part of their names. Runs the function and gives what it returns; a list of layers is applied like one.',
  positional: ['name', 'content'],
  arguments: {
    name: pathName('Name of the block: the layers in it are `<name>/dense`, `<name>/dense_1`, ...'),
    content: {
      doc: 'A function that applies layers, or a list of layers.',
      type: '(() => unknown) | readonly Layer[]',
      parse: (value) =>
        isMark(value) && value.$ === 'other' && value.text === 'a function'
          ? value
          : new Refusal('a function, or a list of layers'),
    } satisfies Argument<Encoded>,
  },
});

export const sizeSpec = defineCallable({
  op: 'size',
  doc: 'A size of a tensor, to calculate with by methods: it need not be known before training. `size(x, 1).times(2)`',
  positional: ['x', 'axis'],
  arguments: {
    x: {
      doc: 'The tensor.',
      type: 'Tensor',
      parse: (value) => (isTensor(value) ? value : new Refusal('a tensor')),
    } satisfies Argument<TensorMark>,
    axis: whole('Which axis: the batch is 0.', { min: 0 }),
  },
});

export const trainSpec = defineCallable({
  op: 'train',
  doc: 'A training: which model, on which data, for how long. Export it to run it.',
  positional: ['model'],
  arguments: {
    model: made('What is trained.', 'model', 'Model', 'a model, made by model() or sequential()'),
    data: made('Rows of features and targets.', 'data', 'Data', 'data, such as digits()'),
    loss: madeOrNamed('What training makes small.', 'loss', 'Loss', Object.keys(lossSpecs)),
    optimizer: madeOrNamed('How the weights follow the gradients.', 'optimizer', 'Optimizer', Object.keys(optimizerSpecs)),
    metrics: {
      doc: 'What is measured beside the loss.',
      type: `readonly (${quoted(METRICS)})[]`,
      default: [],
      suggestions: METRICS.map((metric) => `['${metric}']`),
      parse: (value) =>
        Array.isArray(value) && value.every((metric) => METRICS.some((known) => known === metric))
          ? value
          : new Refusal(`a list of ${METRICS.map((metric) => `'${metric}'`).join(', ')}`),
    } satisfies Argument<readonly string[]>,
    callbacks: {
      doc: 'What watches the epochs, such as earlyStopping().',
      type: 'readonly Callback[]',
      default: [],
      parse: (value) =>
        Array.isArray(value) && value.every((item) => isEntry(item, 'callback'))
          ? value
          : new Refusal(
              `a list of ${Object.keys(callbackSpecs)
                .map((op) => `${op}()`)
                .join(', ')}`,
            ),
    } satisfies Argument<readonly EntryMark[]>,
    epochs: whole('How often training sees all rows.', { default: 1 }),
    batchSize: whole('Rows of one step.', { default: 32 }),
    seed: whole('Decides the first weights, the order of the rows and all else that is drawn.', { min: 0, default: 1 }),
  },
});
