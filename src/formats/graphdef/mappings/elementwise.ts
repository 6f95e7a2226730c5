/** Operations that work entry by entry, and the ones that TensorFlow has in one for the slopes of activations. */
import { equal } from '../../../ir/dim';
import type { Value } from '../../../ir/program';
import type { DType } from '../../../ir/tensor';
import { sameShape } from '../../../program/shapes';
import { withoutBroadcasts } from '../../broadcasts';
import { FLOAT } from '../model';
import type { GraphWriter, Mapping } from '../writer';

/** An operation that broadcasts as NumPy does. `untyped`: it works on truth values only. */
export const elementwise = (op: string, { untyped = false } = {}): Mapping => ({
  write(writer, node) {
    const [output] = node.outputs as [Value];
    const operands = withoutBroadcasts(writer, node, writer.shapeOf(output));
    const { dtype } = writer.typeOf(operands.at(-1) as Value);
    const names = operands.map((value) => writer.get(value));
    writer.set(output, writer.emitter.node(op, names, untyped ? {} : { T: { type: dtype } }));
  },
});

export const cast: Mapping = {
  write(writer, { inputs, outputs, attrs }) {
    const [[x], [output]] = [inputs as [Value], outputs as [Value]];
    writer.set(output, writer.emitter.cast(writer.get(x), writer.typeOf(x).dtype, attrs.dtype as DType));
  },
};

/** More axes can have no bias in TensorFlow. */
export const MOST_AXES = 5;

/** A sum, or a bias along the last axis, which TensorFlow fuses with the product before it. */
export const add: Mapping = {
  write(writer, node) {
    const [[a, b], [output]] = [node.inputs as [Value, Value], node.outputs as [Value]];
    const [x, bias] = writer.shapeOf(a).length === 1 ? [b, a] : [a, b];
    const shape = writer.shapeOf(output);
    const [width = -1, ...more] = writer.shapeOf(bias);
    const isBias = more.length === 0 && equal(width, shape.at(-1) ?? -2) && sameShape(writer.shapeOf(x), shape);
    if (!isBias || shape.length < 2 || shape.length > MOST_AXES) return elementwise('AddV2').write(writer, node);
    writer.set(output, writer.emitter.node('BiasAdd', [writer.get(x), writer.get(bias)], FLOAT));
  },
};

/** A product, or the gradient of an activation: the slopes are those of `primitives/unary.ts`. */
export const mul: Mapping = {
  write(writer, node) {
    const [[dy, slope], [output]] = [node.inputs as [Value, Value], node.outputs as [Value]];
    const { emitter } = writer;
    const isOf = (y: Value | undefined): y is Value =>
      y !== undefined && sameShape(writer.shapeOf(y), writer.shapeOf(output)) && sameShape(writer.shapeOf(dy), writer.shapeOf(y));
    const [positive, raised, bent] = [aboveZero(writer, slope), ofSigmoid(writer, slope), ofTanh(writer, slope)];
    if (isOf(positive)) writer.set(output, emitter.node('ReluGrad', [writer.get(dy), writer.get(positive)], FLOAT));
    else if (isOf(raised)) writer.set(output, emitter.node('SigmoidGrad', [writer.get(raised), writer.get(dy)], FLOAT));
    else if (isOf(bent)) writer.set(output, emitter.node('TanhGrad', [writer.get(bent), writer.get(dy)], FLOAT));
    else elementwise('Mul').write(writer, node);
  },
};

/** y of 1 where y > 0, else 0. */
function aboveZero(writer: GraphWriter, slope: Value): Value | undefined {
  const truth = operandsOf(writer, slope, 'cast')?.[0];
  const [y, zero] = (truth !== undefined && operandsOf(writer, truth, 'greater')) || [];
  return zero !== undefined && isScalar(writer, zero, 0) ? y : undefined;
}

/** y of y · (1 − y). */
function ofSigmoid(writer: GraphWriter, slope: Value): Value | undefined {
  const [y, rest] = operandsOf(writer, slope, 'mul') ?? [];
  const [one, other] = (rest !== undefined && operandsOf(writer, rest, 'sub')) || [];
  return other !== undefined && other === y && isScalar(writer, one as Value, 1) ? y : undefined;
}

/** y of 1 − y · y. */
function ofTanh(writer: GraphWriter, slope: Value): Value | undefined {
  const [one, square] = operandsOf(writer, slope, 'sub') ?? [];
  const [y, other] = (square !== undefined && operandsOf(writer, square, 'mul')) || [];
  return y !== undefined && other === y && isScalar(writer, one as Value, 1) ? y : undefined;
}

/** What the value was made of, where it was made so. */
export function operandsOf(writer: GraphWriter, value: Value, op: string): readonly Value[] | undefined {
  const maker = writer.maker(value);
  return maker?.op === op ? maker.inputs : undefined;
}

function isScalar(writer: GraphWriter, value: Value, number: number): boolean {
  const maker = writer.maker(value);
  return maker?.op === 'constant' && maker.attrs.value === number && writer.shapeOf(value).length === 0;
}
