import type { Fix } from '../../ir/diagnostic';
import type { Shape } from '../../ir/tensor';
import type { CallNode } from '../evaluated';
import { agreeing, shrinkingBranches } from './agreement';
import { fixOf, setArgument } from './edits';
import { callers, siteLocation } from './flow';
import { axisName, listOf, misfits } from './misfits';
import type { FaultRule } from './rule';

export const shapeConcat: FaultRule = {
  id: 'shape-concat',
  severity: 'error',
  title: 'Tensors that are put together differ in more than one axis.',
  doc: `concatenate() puts tensors one behind the other along one axis, the last if nothing else is said. All other sizes must be
equal. Where an image and a smaller copy of it meet, a pooling or a stride on the way may have dropped a row: choose sizes that
divide, or pad.`,
  messages: {
    ranks: '{op} got {shapes}: all must have the same number of axes.',
    sizes: '{op} along {along} got {shapes}: {misfits} must be equal.',
  },

  explain({ params }, call) {
    const { shapes, along, axes } = params as { shapes: readonly Shape[]; along: number; axes: readonly number[] };
    const rank = shapes[0]?.length ?? 0;
    const repaired = axes.length === 0 ? [] : agreeing(call);
    return {
      message: axes.length === 0 ? 'ranks' : 'sizes',
      params: {
        op: call.layer.spec.op,
        shapes: listOf(shapes),
        along: axisName(along, rank),
        misfits: misfits(shapes, axes),
      },
      at: siteLocation(call.site),
      layer: call.layer,
      related: [
        ...shrinkingBranches(
          call,
          axes.map((axis) => axis - rank),
        ),
        ...callers(call.site),
      ],
      fixes: repaired.length > 0 ? repaired : otherAxis(call, shapes, axes, along),
    };
  },
};

/** Along the one axis in which sequences differ. */
function otherAxis({ layer }: CallNode, shapes: readonly Shape[], axes: readonly number[], along: number): Fix[] {
  const [axis, ...others] = axes;
  const isSequence = shapes.every((shape) => shape.length === 3 && shape[along] === shapes[0]?.[along]);
  if (axis === undefined || others.length > 0 || !isSequence) return [];
  return fixOf(`Change axis to ${axis}`, setArgument(layer.site, layer.spec, 'axis', String(axis)));
}
