/** What weights and optimizers start from: Keras's initializers over the streams of the seed. */
import type { Initializer, Network } from '../ir/network';
import type { Program } from '../ir/program';
import { count, type TensorData } from '../ir/tensor';
import { uniform } from './philox';

/**
 * A value for every state of the Program: weights from their initializers (the full name is the stream's id, so a weight
 * starts the same whatever stands around it), what optimizers keep from zeros.
 */
export function initialState(network: Network, program: Program, seed: number): Record<string, TensorData> {
  const initializers = new Map(
    network.layers.flatMap(({ id, weights }) => weights.map(({ name, initializer }) => [`${id}/${name}`, initializer])),
  );
  return Object.fromEntries(
    program.state.map(({ name, value }) => {
      const { shape, dtype } = program.values[value] as Program['values'][number];
      const sizes = shape.map((dim) => {
        if (typeof dim !== 'number') throw new TypeError(`${name} needs known sizes to start from.`);
        return dim;
      });
      if (dtype !== 'float32') throw new TypeError(`${name} is ${dtype}: only float32 is kept from step to step.`);
      const data = initialValues(initializers.get(name) ?? { kind: 'zeros' }, sizes, { seed, id: name, step: 0 });
      return [name, { shape: sizes, dtype, data }];
    }),
  );
}

interface Seeded {
  readonly seed: number;
  readonly id: string;
  readonly step: number;
}

function initialValues(initializer: Initializer, shape: readonly number[], stream: Seeded): Float32Array {
  const draw = (): Float32Array => uniform(count(shape), stream);
  const { fanIn, fanOut } = fans(shape);
  const symmetric = (limit: number): Float32Array => draw().map((u) => limit * (2 * u - 1));
  const truncated = (variance: number): Float32Array => {
    // Cutting at two standard deviations narrows the distribution: this widens it again.
    const stddev = Math.sqrt(variance) / 0.87962566103423978;
    return draw().map((u) => stddev * quantile(CUT + u * (1 - 2 * CUT)));
  };
  switch (initializer.kind) {
    case 'zeros':
      return new Float32Array(count(shape));
    case 'ones':
      return new Float32Array(count(shape)).fill(1);
    case 'constant':
      return new Float32Array(count(shape)).fill(initializer.value);
    case 'glorotUniform':
      return symmetric(Math.sqrt(6 / (fanIn + fanOut)));
    case 'heUniform':
      return symmetric(Math.sqrt(6 / fanIn));
    case 'lecunUniform':
      return symmetric(Math.sqrt(3 / fanIn));
    case 'glorotNormal':
      return truncated(2 / (fanIn + fanOut));
    case 'heNormal':
      return truncated(2 / fanIn);
    case 'lecunNormal':
      return truncated(1 / fanIn);
    case 'randomNormal':
      // In the middle of the interval that u stands for: never 0.
      return draw().map((u) => initializer.mean + initializer.stddev * quantile(u + 2 ** -25));
    case 'randomUniform':
      return draw().map((u) => initializer.min + (initializer.max - initializer.min) * u);
  }
}

/** How many numbers meet in one output, and how many outputs a number reaches. Kernels are [.., inputs, outputs]. */
export function fans(shape: readonly number[]): { readonly fanIn: number; readonly fanOut: number } {
  const [inputs = 1, outputs = inputs] = shape.length > 2 ? shape.slice(-2) : shape;
  const receptive = count(shape.slice(0, -2));
  return { fanIn: inputs * receptive, fanOut: outputs * receptive };
}

/** The part of a normal distribution below −2 standard deviations. */
const CUT = 0.022750131948179195;

/**
 * The number below which a standard normal falls with probability p: Wichura's algorithm AS 241, PPND7 (Applied Statistics
 * 37, 1988), right to about 7 digits.
 */
function quantile(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return q * ratio(r, [3.3871327179, 50.434271938, 159.29113202, 59.10937472], [1, 17.895169469, 78.757757664, 67.1875636]);
  }
  const r = Math.sqrt(-Math.log(q < 0 ? p : 1 - p));
  const size =
    r <= 5
      ? ratio(r - 1.6, [1.4234372777, 2.75681539, 1.3067284816, 0.17023821103], [1, 0.7370016425, 0.12021132975])
      : ratio(r - 5, [6.657905115, 3.081226386, 0.42868294337, 0.017337203997], [1, 0.24197894225, 0.012258202635]);
  return q < 0 ? -size : size;
}

/** A quotient of polynomials, their coefficients from the constant up. */
function ratio(x: number, above: readonly number[], below: readonly number[]): number {
  const at = (coefficients: readonly number[]): number => coefficients.reduceRight((sum, c) => sum * x + c, 0);
  return at(above) / at(below);
}
