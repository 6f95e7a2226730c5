/** Random numbers as `program/philox.ts` has them: words of TensorFlow's generator, under the same keys and counters. */
import type { Node, Value } from '../../../ir/program';
import { hash } from '../../../program/philox';
import { FLOAT, INT } from '../model';
import type { GraphWriter, Mapping } from '../writer';
import { elementwise } from './elementwise';

/** Its number in TensorFlow. */
const PHILOX = 1;

/** Of a word, these make the number. */
const BITS = 24;

const WORDS = { T: { type: 'uint32' } } as const;

export const random: Mapping = {
  write(writer, node) {
    const scale = writer.emitter.scalar(2 ** -BITS);
    writer.set(node.outputs[0] as Value, writer.emitter.node('Mul', [wholes(writer, node), scale], FLOAT));
  },
};

/** Whether a random number reaches a rate, as dropout asks, is seen before it is scaled: a pass less. */
export const greaterEqual: Mapping = {
  write(writer, node) {
    const [chance, rate] = node.inputs.map((value) => writer.maker(value));
    const least = rate?.op === 'constant' && rate.attrs.value;
    if (chance?.op !== 'random' || typeof least !== 'number') return elementwise('GreaterEqual').write(writer, node);
    const limit = writer.emitter.scalar(Math.ceil(least * 2 ** BITS));
    writer.set(node.outputs[0] as Value, writer.emitter.node('GreaterEqual', [wholes(writer, chance), limit], FLOAT));
  },
};

/** The numbers of a stream times 2^24. Words can be shifted and cast on every device of every version, but not compared. */
function wholes(writer: GraphWriter, node: Node): string {
  const { emitter } = writer;
  return writer.once(node.outputs[0] as Value, () => {
    const upper = emitter.node('RightShift', [words(writer, node), emitter.word(32 - BITS)], WORDS);
    return emitter.cast(upper, 'uint32', 'float32');
  });
}

function words(writer: GraphWriter, { outputs, attrs }: Node): string {
  if (writer.surroundings === undefined) throw new TypeError('A loop draws no random numbers.');
  const { seed, step } = writer.surroundings.random;
  const { emitter } = writer;
  const numbers = emitter.constant({ shape: [2], dtype: 'int32', data: Int32Array.of(0, hash(attrs.id as string)) });
  const key = emitter.node('BitwiseXor', [seed, numbers], INT);
  const counter = emitter.node('ConcatV2', [emitter.ints(0, 0), step, emitter.scalar(0, 'int32')], { ...INT, N: { i: 2 } });
  // Two words are one of the generator's.
  const pairs = (name: string, count: number): string =>
    emitter.node('Bitcast', [emitter.node('Reshape', [name, emitter.ints(count, 2)], INT)], { ...INT, type: { type: 'uint64' } });
  const shape = emitter.sizes.shape(writer.shapeOf(outputs[0] as Value));
  const operands = [shape, pairs(key, 1), pairs(counter, 2), emitter.scalar(PHILOX, 'int32')];
  return emitter.node('StatelessRandomUniformFullIntV2', operands, { dtype: { type: 'uint32' } });
}
