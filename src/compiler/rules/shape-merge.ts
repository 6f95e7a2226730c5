import type { Shape } from '../../ir/tensor';
import { agreeing, shrinkingBranches } from './agreement';
import { callers, siteLocation } from './flow';
import { listOf, misfits } from './misfits';
import type { FaultRule } from './rule';

export const shapeMerge: FaultRule = {
  id: 'shape-merge',
  severity: 'error',
  title: 'Tensors that are added or multiplied have sizes that do not fit.',
  doc: `add(), subtract() and multiply() work entry by entry, so all sizes must be equal; a size of 1 stretches. In a residual
connection the branch must give what it got: padding: 'same', no strides, and as many filters; or the other side goes through a
convolution of 1×1 that changes it alike.`,
  messages: {
    sizes: '{op} got {shapes}: {misfits} do not fit. Sizes must be equal, or 1.',
  },

  explain({ params }, call) {
    const given = params.shapes as readonly Shape[];
    const rank = Math.max(...given.map(({ length }) => length));
    const aligned = given.map(([batch = 1, ...sample]) => [batch, ...Array(rank - 1 - sample.length).fill(1), ...sample]);
    const fromLast = params.axes as readonly number[];
    return {
      message: 'sizes',
      params: {
        op: call.layer.spec.op,
        shapes: listOf(given),
        misfits: misfits(
          aligned,
          fromLast.map((axis) => rank + axis),
        ),
      },
      at: siteLocation(call.site),
      layer: call.layer,
      related: [...shrinkingBranches(call, fromLast), ...callers(call.site)],
      fixes: agreeing(call),
    };
  },
};
