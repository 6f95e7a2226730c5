import ts from 'typescript';
import type { Edit } from '../../ir/diagnostic';
import { BATCH, type Dim, divideExactly, equal, isNumber, product } from '../../ir/dim';
import type { LayerNode } from '../evaluated';
import { argumentPlace } from '../places';
import { unwrap } from '../source';
import { fixOf, onlyPlace, replaceNode } from './edits';
import { callers, layerLocation } from './flow';
import type { FaultRule } from './rule';

export const shapeReshape: FaultRule = {
  id: 'shape-reshape',
  severity: 'error',
  title: 'A new shape does not hold as many values as there are.',
  doc: `reshape() keeps all values of a sample and their order, so the product of the new sizes must be that of the old ones. One
size may be -1: it follows from the others, which must divide the number of values. The batch is not part of the shape.`,
  messages: {
    values: '{op} got {shape}, {values} values in each sample; {target} holds {given}.',
    open: '{op} got {shape}, {values} values in each sample; that is no multiple of {given}, the product beside -1 in {target}.',
    batch: '{op} takes the shape of one sample, and the batch comes in front by itself: leave it out of {target}.',
  },

  explain({ params }, { layer }) {
    const { target, values, given } = params as { target: readonly Dim[]; values: Dim; given: Dim };
    const batch = target.findIndex((size) => equal(size, BATCH));
    const size = onlySize(target, values);
    const [title, edit] =
      batch >= 0
        ? ['Leave the batch out', editSizes(layer, (texts) => texts.toSpliced(batch, 1))]
        : [`Change to ${size?.value}`, size && editSizes(layer, (texts) => texts.with(size.at, String(size.value)), size.at)];
    return {
      message: batch >= 0 ? 'batch' : target.includes(-1) ? 'open' : 'values',
      params: { op: layer.spec.op, shape: params.shape, target, values, given },
      at: layerLocation(layer, 'targetShape'),
      layer,
      related: callers(layer.site),
      fixes: fixOf(title, edit),
    };
  },
};

/** The size that would be right if all others are, where that is true of one only. */
function onlySize(target: readonly Dim[], values: Dim): { readonly at: number; readonly value: number } | undefined {
  if (target.includes(-1)) return undefined;
  const candidates = target.flatMap((_, at) => {
    const value = divideExactly(values, product(target.toSpliced(at, 1)));
    return value !== undefined && isNumber(value) && value > 0 ? [{ at, value }] : [];
  });
  return candidates.length === 1 ? candidates[0] : undefined;
}

/** Writes the list anew; a size that changes must be a number in the text. */
function editSizes(layer: LayerNode, change: (texts: readonly string[]) => readonly string[], at?: number): Edit | undefined {
  const place = argumentPlace(layer.site, layer.spec, 'targetShape');
  const list = place && unwrap(place.node);
  if (place === undefined || list === undefined || onlyPlace(layer.site) === undefined || !ts.isArrayLiteralExpression(list)) {
    return undefined;
  }
  const { elements } = list;
  const changed = at === undefined ? undefined : elements[at];
  if (elements.some(ts.isSpreadElement) || (changed !== undefined && !ts.isNumericLiteral(changed))) return undefined;
  return replaceNode(
    { source: place.source, node: list },
    `[${change(elements.map((element) => element.getText())).join(', ')}]`,
  );
}
