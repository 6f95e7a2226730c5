/** Random numbers as `program/philox.ts` has them: words of TensorFlow's generator, under the same keys and counters. */
import type { Node, Value } from '../../../ir/program';
import { hash } from '../../../program/philox';
import type { GraphWriter, Mapping } from '../writer';
import { elementwise, FLOAT } from './elementwise';

/** Its number in TensorFlow. */
const PHILOX = 1;

/** Of a word, these make the number. */
const BITS = 24;

const INT = { T: { type: 'int32' } } as const;
const WORDS = { T: { type: 'uint32' } } as const;

export const random: Mapping = {
  write(writer, node) {
    const { emitter } = writer;
    const upper = emitter.node('RightShift', [words(writer, node), emitter.word(32 - BITS)], WORDS);
    const whole = emitter.cast(upper, 'uint32', 'float32');
    writer.set(node.outputs[0] as Value, emitter.node('Mul', [whole, emitter.scalar(2 ** -BITS)], FLOAT));
  },
};

/** Whether a random number reaches a rate, as dropout asks, is seen from the word itself: three passes less. */
export const greaterEqual: Mapping = {
  write(writer, node) {
    const [chance, rate] = node.inputs.map((value) => writer.maker(value));
    const least = rate?.op === 'constant' && rate.attrs.value;
    const isShare = typeof least === 'number' && least >= 0 && least <= 1 - 2 ** -BITS;
    if (chance?.op !== 'random' || !isShare) return elementwise('GreaterEqual').write(writer, node);
    const limit = writer.emitter.word(Math.ceil(least * 2 ** BITS) * 2 ** (32 - BITS));
    writer.set(node.outputs[0] as Value, writer.emitter.node('GreaterEqual', [words(writer, chance), limit], WORDS));
  },
};

/** The random words of a stream. */
function words(writer: GraphWriter, { outputs, attrs }: Node): string {
  const [output] = outputs as [Value];
  if (writer.surroundings === undefined) throw new TypeError('A loop draws no random numbers.');
  const { seed, step } = writer.surroundings.random;
  const { emitter } = writer;
  return writer.once(output, () => {
    const numbers = emitter.constant({ shape: [2], dtype: 'int32', data: Int32Array.of(0, hash(attrs.id as string)) });
    const key = emitter.node('BitwiseXor', [seed, numbers], INT);
    const counter = emitter.node('ConcatV2', [emitter.ints(0, 0), step, emitter.scalar(0, 'int32')], { ...INT, N: { i: 2 } });
    // Two words are one of the generator's.
    const pairs = (name: string, count: number): string =>
      emitter.node('Bitcast', [emitter.node('Reshape', [name, emitter.ints(count, 2)], INT)], {
        ...INT,
        type: { type: 'uint64' },
      });
    const shape = emitter.sizes.shape(writer.shapeOf(output));
    const operands = [shape, pairs(key, 1), pairs(counter, 2), emitter.scalar(PHILOX, 'int32')];
    return emitter.node('StatelessRandomUniformFullIntV2', operands, { dtype: { type: 'uint32' } });
  });
}
