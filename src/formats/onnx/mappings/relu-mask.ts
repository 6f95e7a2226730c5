/**
 * The gradient of relu behind that of a maximum pooling, as it is where a network pools what relu gave. Where the maximum of a
 * window is positive, so is the entry that gets the gradient: it is enough to look at the maxima, of which there are fewer.
 */
import type { Node, Value } from '../../../ir/program';
import type { GraphWriter } from '../writer';
import { castTo } from './elementwise';

/** The product of a pooling's gradient with the mask of the pooled x, if nothing else reads the gradient. */
export function takeReluMask(writer: GraphWriter, { inputs, outputs }: Node): Value | undefined {
  const [gradient] = outputs as [Value];
  const reader = writer.onlyReader(gradient);
  const mask = reader?.op === 'mul' ? reader.inputs.find((value) => value !== gradient) : undefined;
  const truth = mask === undefined ? undefined : writer.maker(mask);
  const comparison = truth?.op === 'cast' ? writer.maker(truth.inputs[0] as Value) : undefined;
  if (comparison?.op !== 'greater') return undefined;
  const [x, bound] = comparison.inputs as [Value, Value];
  return x === inputs[0] && isZero(writer, bound) ? reader?.outputs[0] : undefined;
}

/** dy where y is positive. Both are there as named, in the same order. */
export const masked = (writer: GraphWriter, y: string, dy: string): string =>
  writer.node('Mul', [dy, castTo(writer, writer.node('Greater', [y, writer.scalar(0)]), 'float32')]);

function isZero(writer: GraphWriter, value: Value): boolean {
  const maker = writer.maker(value);
  if (maker?.op === 'constant') return maker.attrs.value === 0;
  return maker?.op === 'broadcastTo' || maker?.op === 'reshape' ? isZero(writer, maker.inputs[0] as Value) : false;
}
