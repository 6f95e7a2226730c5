import type { Program } from '../../ir/program';
import { count, type TensorType } from '../../ir/tensor';
import type { ScanAttributes } from '../attributes';
import type { PrimitiveOf, Tensor } from '../primitive';
import { formatType, refuse, sameShape, sameType } from '../shapes';
import { scanGradient } from './scan-gradient';

/** A loop over axis 0 of the sequences: `ScanAttributes` says what goes in and out of the body. */
export const scan: PrimitiveOf<number, ScanAttributes> = {
  name: 'scan',
  infer(inputs, { body, carries, sequences }) {
    const first = inputs[carries];
    if (sequences === 0 || first === undefined) return refuse('scan', 'needs a sequence to loop over.');
    const [length] = first.shape;
    if (length === undefined) return refuse('scan', `there is nothing to loop over in ${formatType(first)}.`);
    const given = inputs.map((type, k) => {
      if (k < carries || k >= carries + sequences) return type;
      if (!sameShape(type.shape.slice(0, 1), [length])) {
        refuse('scan', `sequences ${formatType(first)} and ${formatType(type)} differ in length.`);
      }
      return { shape: type.shape.slice(1), dtype: type.dtype };
    });
    if (body.state.length > 0 || body.nodes.some(({ op }) => op === 'random')) {
      refuse('scan', 'the body keeps no state and draws no randoms: hand them in as sequences.');
    }
    const [takes, gives] = [typesOf(body, 'inputs'), typesOf(body, 'outputs')];
    requireTypes('its body takes', takes, given);
    requireTypes('its body carries on', gives.slice(0, carries), given.slice(0, carries));
    return gives.map((type, k) => (k < carries ? type : { ...type, shape: [length, ...type.shape] }));
  },

  gradient: scanGradient,

  evaluate(inputs, { body, carries, sequences, reverse }, { outputs, run }) {
    const length = inputs[carries]?.shape[0] as number;
    const stacked = outputs.slice(carries).map(({ shape }) => new Float64Array(count(shape)));
    let carried = inputs.slice(0, carries);
    for (let turn = 0; turn < length; turn++) {
      const at = reverse ? length - 1 - turn : turn;
      const slices = inputs.slice(carries, carries + sequences).map((sequence) => sliceOf(sequence, at));
      const results = run(body, [...carried, ...slices, ...inputs.slice(carries + sequences)]);
      carried = results.slice(0, carries);
      stacked.forEach((all, k) => {
        const { data } = results[carries + k] as Tensor;
        all.set(data, at * data.length);
      });
    }
    return [...carried.map(({ data }) => data), ...stacked];
  },
};

const typesOf = (body: Program, ports: 'inputs' | 'outputs'): TensorType[] =>
  body[ports].map(({ value }) => body.values[value] as TensorType);

function requireTypes(what: string, expected: readonly TensorType[], given: readonly TensorType[]): void {
  if (expected.length !== given.length) refuse('scan', `${what} ${expected.length} tensors, got ${given.length}.`);
  expected.forEach((type, k) => {
    const other = given[k] as TensorType;
    if (!sameType(type, other)) refuse('scan', `${what} ${formatType(type)} at position ${k}, got ${formatType(other)}.`);
  });
}

function sliceOf({ shape, dtype, data }: Tensor, at: number): Tensor {
  const size = count(shape.slice(1));
  return { shape: shape.slice(1), dtype, data: data.subarray(at * size, (at + 1) * size) };
}
