/** Where the loss stands in a file, and how to write another one there. */
import ts from 'typescript';
import type { Edit } from '../../ir/diagnostic';
import type { Location } from '../../ir/location';
import type { LossKind } from '../../ir/training';
import type { TrainingNode } from '../evaluated';
import { argumentPlace } from '../places';
import { locate, type Place } from '../sites';
import { dropOption, nameInFile, onlyPlace, replaceNode, setArgument } from './edits';
import { siteLocation } from './flow';

export function lossLocation(training: TrainingNode): Location {
  const place = lossPlace(training);
  return place === undefined ? siteLocation(training.site) : locate(place);
}

function lossPlace({ loss, site, spec }: TrainingNode): Place | undefined {
  return typeof loss === 'object' ? loss.site.place : argumentPlace(site, spec, 'loss');
}

/** The same loss under another name. */
export function replaceLoss(training: TrainingNode, kind: LossKind): readonly Edit[] | undefined {
  const { loss } = training;
  if (typeof loss !== 'object') {
    const place = literalPlace(training);
    return place && [replaceNode(place, `'${kind}'`)];
  }
  const call = onlyPlace(loss.site);
  const name = call && nameInFile(call.source, kind);
  if (call === undefined || name === undefined || !ts.isCallExpression(call.node)) return undefined;
  return [replaceNode({ ...call, node: call.node.expression }, name.text), ...name.edits];
}

/** `'x'` becomes `x({ fromLogits: true })`. */
export function takeLogits(training: TrainingNode, kind: LossKind): readonly Edit[] | undefined {
  const { loss } = training;
  if (typeof loss === 'object') return listOf(setArgument(loss.site, loss.spec, 'fromLogits', 'true'));
  const place = literalPlace(training);
  const name = place && nameInFile(place.source, kind);
  return place && name && [replaceNode(place, `${name.text}({ fromLogits: true })`), ...name.edits];
}

/** Back to probabilities, the default. */
export const takeProbabilities = ({ loss }: TrainingNode): readonly Edit[] | undefined =>
  typeof loss === 'object' ? listOf(dropOption(loss.site, 'fromLogits')) : undefined;

function literalPlace(training: TrainingNode): Place | undefined {
  const place = lossPlace(training);
  return place !== undefined && ts.isStringLiteralLike(place.node) ? place : undefined;
}

const listOf = (edit: Edit | undefined): readonly Edit[] | undefined => (edit === undefined ? undefined : [edit]);
