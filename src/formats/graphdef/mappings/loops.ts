/**
 * A loop as a `While` over functions: the first says whether there is a turn to come, the second is the turn. What is stacked
 * is collected in a list.
 */
import type { Value } from '../../../ir/program';
import type { Shape, TensorType } from '../../../ir/tensor';
import type { ScanAttributes } from '../../../program/attributes';
import { Emitter, outputOf } from '../emitter';
import { functionOf } from '../functions';
import { type Argument, type DataType, INT } from '../model';
import { GraphWriter, type Mapping } from '../writer';

export const scan: Mapping = {
  write(writer, { inputs, outputs, attrs }) {
    const { body, carries, sequences, reverse } = attrs as ScanAttributes;
    const { emitter } = writer;
    const { shared } = emitter;
    const [length = 0] = writer.shapeOf(inputs[carries] as Value);
    const turns = emitter.sizes.size(length);
    const stacked = outputs.slice(carries);

    const turn = new Emitter(shared, '', capture);
    const inner = new GraphWriter(body, turn, writer.mappings);
    const given: Looped[] = [
      { from: emitter.scalar(0, 'int32'), dataType: 'int32' },
      { from: turns, dataType: 'int32' },
      ...inputs.map((value) => ({ from: writer.get(value), dataType: writer.typeOf(value).dtype })),
      ...stacked.map((value) => ({ from: listFor(emitter, writer.typeOf(value), turns), dataType: 'variant' as const })),
    ];
    /** A size that the body's own tensors don't tell goes round with the loop. */
    function capture(symbol: string): string {
      given.push({ from: emitter.sizes.size({ terms: [{ times: 1, of: [symbol] }] }), dataType: 'int32' });
      return argument(given.length - 1);
    }

    const [index, count] = [argument(0), argument(1)];
    const last = turn.node('Sub', [count, turn.scalar(1, 'int32')], INT);
    const at = reverse ? turn.node('Sub', [last, index], INT) : index;
    for (const [k, { value }] of body.inputs.entries()) {
      const own = argument(k + 2);
      const isSequence = k >= carries && k < carries + sequences;
      const { shape, dtype } = inner.typeOf(value);
      if (!isSequence) turn.sizes.learn({ name: own, dtype }, shape);
      inner.set(value, isSequence ? entryOf(turn, own, at, inner.typeOf(value)) : own);
    }
    inner.writeAll();
    const results = body.outputs.map(({ value }) => inner.get(value));
    const lists = stacked.map((value, k) =>
      turn.node('TensorListSetItem', [argument(2 + inputs.length + k), at, results[carries + k] as string], {
        element_dtype: { type: writer.typeOf(value).dtype },
      }),
    );
    const next = given.map((_, k) => argument(k));
    next[0] = turn.node('AddV2', [index, turn.scalar(1, 'int32')], INT);
    next.splice(2, carries, ...results.slice(0, carries));
    next.splice(2 + inputs.length, stacked.length, ...lists);

    const condition = new Emitter(shared, '');
    const goesOn = condition.node('Less', [index, count], INT);
    const parameters: Argument[] = given.map(({ dataType }, k) => ({ name: argument(k), dataType }));
    const names = { cond: shared.fresh('loop_condition'), body: shared.fresh('loop_body') };
    shared.functions.push(
      functionOf(names.cond, parameters, condition.nodes, [{ name: 'goes_on', dataType: 'bool', from: goesOn }]),
      functionOf(
        names.body,
        parameters,
        turn.nodes,
        given.map(({ dataType }, k) => ({ name: `next_${k}`, dataType, from: next[k] as string })),
      ),
    );
    const loop = emitter.node(
      'StatelessWhile',
      given.map(({ from }) => from),
      { T: { types: given.map(({ dataType }) => dataType) }, cond: { func: names.cond }, body: { func: names.body } },
    );
    for (const [k, value] of outputs.entries()) {
      if (k < carries) writer.set(value, outputOf(loop, 2 + k));
      else writer.set(value, stack(emitter, outputOf(loop, 2 + inputs.length + k - carries), writer.typeOf(value)));
    }
  },
};

/** What goes round with the loop. */
interface Looped {
  readonly from: string;
  readonly dataType: DataType;
}

const argument = (k: number): string => `given_${k}`;

const entryOf = (emitter: Emitter, sequence: string, at: string, { dtype }: TensorType): string =>
  emitter.node('GatherV2', [sequence, at, emitter.scalar(0, 'int32')], {
    Tparams: { type: dtype },
    Tindices: { type: 'int32' },
    Taxis: { type: 'int32' },
  });

const entryShape = ({ shape }: TensorType): Shape => shape.slice(1);

const listFor = (emitter: Emitter, type: TensorType, length: string): string =>
  emitter.node('TensorListReserve', [emitter.sizes.shape(entryShape(type)), length], {
    element_dtype: { type: type.dtype },
    shape_type: { type: 'int32' },
  });

const stack = (emitter: Emitter, list: string, type: TensorType): string =>
  emitter.node('TensorListStack', [list, emitter.sizes.shape(entryShape(type))], { element_dtype: { type: type.dtype } });
