/** Operations that work entry by entry, in whatever layout their operands are there. */
import type { Value } from '../../../ir/program';
import { type DType, elements, type Shape } from '../../../ir/tensor';
import { sameShape } from '../../../program/shapes';
import { withoutBroadcasts } from '../../broadcasts';
import { canonical, type Layout } from '../layout';
import { DATA_TYPE } from '../model';
import type { GraphWriter, Mapping } from '../writer';

/** An operator of ONNX that broadcasts as NumPy does. */
export const elementwise = (op: string): Mapping => ({
  lazy: true,
  write(writer, node, wanted) {
    const [output] = node.outputs as [Value];
    const shape = writer.shapeOf(output);
    const operands = withoutBroadcasts(
      { shapeOf: (value) => writer.shapeOf(value), maker: (value) => writer.waiting(value) },
      node,
      shape,
    );
    const layout = chooseLayout(writer, operands, shape, wanted);
    const names = operands.map((value) => operand(writer, value, shape.length, layout));
    writer.set(output, writer.node(op, names), layout);
  },
});

export const cast: Mapping = {
  lazy: true,
  write(writer, { inputs, outputs, attrs }, wanted) {
    const [[x], [output]] = [inputs as [Value], outputs as [Value]];
    const { name, layout } = writer.any(x, wanted);
    writer.set(output, castTo(writer, name, attrs.dtype as DType), layout);
  },
};

export const castTo = (writer: GraphWriter, name: string, dtype: DType): string =>
  writer.node('Cast', [name], { to: { i: DATA_TYPE[dtype] } });

/** The layout that the fewest operands have to be brought into; the wanted one where none has to. */
function chooseLayout(writer: GraphWriter, operands: readonly Value[], shape: Shape, wanted?: Layout): Layout {
  const full = operands.filter((value) => sameShape(writer.shapeOf(value), shape));
  const [first] = full;
  if (first === undefined) return canonical(shape.length);
  const there = full.map((value) => writer.layoutsOf(value).map(({ layout }) => layout)).filter((layouts) => layouts.length > 0);
  if (there.length === 0) return writer.any(first, wanted).layout;
  const lacking = (layout: Layout): number =>
    there.filter((layouts) => !layouts.some((other) => `${other}` === `${layout}`)).length;
  const candidates = [...(wanted === undefined ? [] : [wanted]), ...there.flat()];
  return candidates.reduce((best, layout) => (lacking(layout) < lacking(best) ? layout : best));
}

/** An operand in the layout of the result; axes that it lacks in front are broadcast. */
function operand(writer: GraphWriter, value: Value, rank: number, layout: Layout): string {
  const shape = writer.shapeOf(value);
  if (shape.length === rank) return writer.get(value, layout);
  const name = writer.get(value);
  const padded: Shape = [...Array(rank - shape.length).fill(1), ...shape];
  const own = canonical(rank);
  if (elements(shape) === 1 || `${layout}` === `${own}`) return name;
  // A vector lies along one axis: it takes no Transpose.
  const isVector = padded.filter((dim) => dim !== 1).length === 1;
  if (isVector) return writer.reshape(name, shape, writer.sizesIn(padded, layout));
  return writer.permute({ name: writer.reshape(name, shape, padded), layout: own }, layout, padded);
}
