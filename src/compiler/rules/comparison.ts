/** What a training compares: the output of a model with the target of the data, under a loss. */
import type { Column, Schema } from '../../ir/data';
import { BATCH } from '../../ir/dim';
import type { Shape, TensorType } from '../../ir/tensor';
import { type ModelNode, type Output, type TrainingNode, trainingsOf, typeOf } from '../evaluated';
import { type LossChoice, lossOf, stepsOf } from '../trainings';
import type { Checked } from './rule';

export interface Comparison {
  readonly training: TrainingNode;
  readonly model: ModelNode;
  readonly output: Output;
  readonly type: TensorType;
  readonly loss: LossChoice;
  readonly schema: Schema;
  readonly target: Column;
  /** What the loss wants for this target, where target and loss belong together. */
  readonly expected: Shape | undefined;
}

/** Of each training that is complete enough to compare; models with several outputs are another rule's business. */
export function* comparisons({ evaluated, schemas }: Checked): Generator<Comparison> {
  for (const training of trainingsOf(evaluated)) {
    const { model } = training;
    const loss = lossOf(training);
    const schema = schemas.get(training);
    const [output, ...others] = model?.outputs ?? [];
    const [target, ...otherTargets] = schema?.targets ?? [];
    const type = typeOf(output);
    if (model === undefined || loss === undefined || schema === undefined || output === undefined || target === undefined)
      continue;
    if (type === undefined || others.length > 0 || otherTargets.length > 0 || target.partial) continue;
    yield { training, model, output, type, loss, schema, target, expected: expectedShape(loss, target) };
  }
}

function expectedShape({ kind }: LossChoice, { shape, meaning }: Column): Shape | undefined {
  // A column of one number per row counts as one with no axis, as in Keras.
  const sample = shape.length === 1 && shape[0] === 1 ? [] : shape;
  switch (kind) {
    case 'sparseCategoricalCrossentropy':
      return meaning.kind === 'class' ? [BATCH, ...sample, meaning.classes] : undefined;
    case 'categoricalCrossentropy':
      return meaning.kind === 'oneHot' ? [BATCH, ...shape] : undefined;
    case 'binaryCrossentropy':
      return meaning.kind === 'class' && meaning.classes > 2 ? undefined : [BATCH, ...(sample.length === 0 ? [1] : shape)];
    case 'meanSquaredError':
      return meaning.kind === 'class' ? undefined : [BATCH, ...(sample.length === 0 ? [1] : shape)];
  }
}

/** `digits()` */
export function dataName({ data }: TrainingNode): string {
  const [source] = data === undefined ? [] : stepsOf(data);
  return source === undefined ? 'the data' : `${source.spec.op}()`;
}

/** `10 classes (0 to 9)` */
export function classesOf({ meaning }: Column): { readonly classes: number; readonly last: number } | undefined {
  return meaning.kind === 'value' ? undefined : { classes: meaning.classes, last: meaning.classes - 1 };
}

/** The losses that choose between units. */
export const isCategorical = (training: TrainingNode): boolean => /categorical/i.test(lossOf(training)?.kind ?? '');

/** The output of a training that gives one number where the loss chooses between several, with the target where it is known. */
export function oneUnitOf(
  { schemas }: Checked,
  training: TrainingNode,
): { readonly output: Output; readonly target: Column | undefined } | undefined {
  const [output, ...others] = training.model?.outputs ?? [];
  const [target] = schemas.get(training)?.targets ?? [];
  if (!isCategorical(training) || output === undefined || others.length > 0) return undefined;
  if (typeOf(output)?.shape.at(-1) !== 1) return undefined;
  // Class indices already say how many units there must be.
  const isIndex = target?.meaning.kind === 'class' && target.meaning.classes > 2;
  return isIndex ? undefined : { output, target };
}
