/** Every primitive by itself: inputs and attributes that its gradient, its expansion and its types are tested on. */
import { BATCH, multiply, symbol } from '../../src/ir/dim';
import type { Attributes } from '../../src/ir/program';
import type { Shape } from '../../src/ir/tensor';
import type { ConvAttributes, PoolAttributes } from '../../src/program/attributes';
import { interpret } from '../../src/program/interpret';
import type { Tensor } from '../../src/program/primitive';
import { batched, graph, randomLabels, randomTensor } from './support';

export interface Case {
  readonly inputs: readonly { readonly tensor: Tensor; readonly declared: Shape }[];
  readonly attrs: Attributes;
}

type Input = Case['inputs'][number];

let made = 0;
const real = (shape: readonly number[], range?: readonly [number, number], declared: Shape = shape): Input => ({
  tensor: randomTensor(`case ${made++}`, shape, range),
  declared,
});
const x = (...shape: readonly number[]): Input => real(shape);
const positive = (...shape: readonly number[]): Input => real(shape, [0.5, 2]);
/** Its first axis is the batch. */
const b = (...shape: readonly number[]): Input => real(shape, undefined, batched(...shape.slice(1)));
const labels = (limit: number, ...shape: readonly number[]): Input => ({
  tensor: randomLabels(`case ${made++}`, shape, limit),
  declared: shape,
});
const truth = (...shape: readonly number[]): Input => {
  const { tensor, declared } = labels(2, ...shape);
  return { tensor: { ...tensor, dtype: 'bool' }, declared };
};
const on = (inputs: readonly Input[], attrs: Attributes = {}): Case => ({ inputs, attrs });

const unary = [on([x(2, 3)]), on([x()]), on([b(1, 5)])];
const positiveUnary = [on([positive(2, 3)]), on([positive()])];
const binary = [
  on([x(2, 3), x(2, 3)]),
  on([x(2, 1, 3), x(4, 1)]),
  on([x(), x(3)]),
  on([x(3), x()]),
  on([b(3, 4), x(4)]),
  on([x(1, 4), b(3, 4)]),
  on([b(1, 1), x(1, 1)]),
];
const positiveBinary = [on([positive(2, 3), x(2, 3)]), on([positive(3, 1), x(2)]), on([positive(), x(2, 1)])];
const comparison = [on([x(2, 3), x(3)]), on([labels(3, 7), labels(3, 7)])];
const reduction = [
  on([x(2, 3, 4)], { axes: [1], keepDims: false }),
  on([x(2, 3, 4)], { axes: [0, 2], keepDims: true }),
  on([b(3, 2)], { axes: [0, 1], keepDims: false }),
  on([b(1, 5)], { axes: [0], keepDims: false }),
  on([x(2, 3, 4)], { axes: [2, 0], keepDims: false }),
];
const alongAxis = [
  on([x(3, 4)], { axis: 1 }),
  on([x(3, 2, 4)], { axis: 1 }),
  on([b(1, 5)], { axis: 1 }),
  on([x(4, 2)], { axis: 0 }),
];

const conv = (attrs: Partial<ConvAttributes>): ConvAttributes => ({
  strides: [1, 1],
  padding: 'valid',
  dilations: [1, 1],
  groups: 1,
  ...attrs,
});

/** Sizes of x and kernel, and the output's, with attributes: odd and even sizes, borders, remainders, dilations, groups. */
const convolutions: readonly { x: readonly number[]; kernel: readonly number[]; y: readonly number[]; attrs: ConvAttributes }[] =
  [
    { x: [2, 5, 4, 3], kernel: [3, 2, 3, 2], y: [2, 3, 3, 2], attrs: conv({}) },
    { x: [1, 5, 5, 2], kernel: [3, 3, 2, 3], y: [1, 5, 5, 3], attrs: conv({ padding: 'same' }) },
    // Even strides: more padding behind than in front.
    { x: [1, 6, 5, 1], kernel: [3, 3, 1, 2], y: [1, 3, 3, 2], attrs: conv({ padding: 'same', strides: [2, 2] }) },
    { x: [2, 7, 6, 2], kernel: [2, 4, 2, 1], y: [2, 3, 2, 1], attrs: conv({ padding: 'same', strides: [3, 3] }) },
    // Strides larger than the kernel, and a remainder that no window reaches.
    { x: [1, 8, 9, 2], kernel: [2, 2, 2, 2], y: [1, 3, 3, 2], attrs: conv({ strides: [3, 3] }) },
    { x: [1, 6, 7, 1], kernel: [3, 3, 1, 2], y: [1, 2, 3, 2], attrs: conv({ strides: [2, 2] }) },
    { x: [1, 7, 6, 2], kernel: [2, 3, 2, 2], y: [1, 5, 2, 2], attrs: conv({ dilations: [2, 2] }) },
    { x: [1, 6, 6, 1], kernel: [3, 3, 1, 1], y: [1, 6, 6, 1], attrs: conv({ dilations: [2, 3], padding: 'same' }) },
    { x: [1, 9, 8, 1], kernel: [3, 2, 1, 2], y: [1, 3, 2, 2], attrs: conv({ dilations: [2, 2], strides: [2, 3] }) },
    { x: [2, 4, 5, 4], kernel: [2, 3, 2, 6], y: [2, 3, 3, 6], attrs: conv({ groups: 2 }) },
    { x: [1, 5, 4, 3], kernel: [3, 3, 1, 3], y: [1, 3, 2, 3], attrs: conv({ groups: 3, strides: [2, 2], padding: 'same' }) },
    { x: [3, 1, 1, 2], kernel: [1, 1, 2, 2], y: [3, 1, 1, 2], attrs: conv({}) },
  ];

const pool = (size: number, stride: number, padding: 'same' | 'valid'): PoolAttributes => ({
  size: [size, size],
  strides: [stride, stride],
  padding,
});

const pools: readonly { x: readonly number[]; attrs: PoolAttributes }[] = [
  { x: [2, 4, 6, 3], attrs: pool(2, 2, 'valid') },
  { x: [1, 5, 7, 2], attrs: pool(2, 2, 'valid') },
  { x: [1, 5, 7, 2], attrs: pool(2, 2, 'same') },
  { x: [1, 6, 6, 1], attrs: pool(3, 2, 'same') },
  { x: [2, 7, 5, 1], attrs: pool(3, 1, 'valid') },
  { x: [1, 8, 7, 2], attrs: pool(2, 3, 'valid') },
  { x: [1, 5, 4, 1], attrs: { size: [3, 1], strides: [1, 2], padding: 'same' } },
];

const normalized: readonly { x: readonly number[]; channels: number }[] = [
  { x: [3, 2, 4, 5], channels: 5 },
  { x: [7, 2], channels: 2 },
  { x: [2, 3, 1], channels: 1 },
];

/** A pooling's own y, so that the gradient's hits are real. */
function pooled(input: Input, attrs: PoolAttributes): readonly Input[] {
  const g = graph();
  const from = g.input('x', { shape: input.declared, dtype: 'float32' });
  const y = g.maxPool2d(from, attrs);
  g.output('y', y);
  const tensor = interpretOne(g, input.tensor);
  return [
    input,
    { tensor, declared: g.shapeOf(y) },
    { tensor: randomTensor(`case ${made++}`, tensor.shape), declared: g.shapeOf(y) },
  ];
}

function interpretOne(g: ReturnType<typeof graph>, x: Tensor): Tensor {
  return interpret(g.finish(), { inputs: { x } }).outputs.y as Tensor;
}

const update = [on([x(2, 3), x(2, 3), positive()])];
const time = symbol('time');

export const cases: Readonly<Record<string, readonly Case[]>> = {
  constant: [on([], { value: 3, shape: [2, 2], dtype: 'float32' }), on([], { value: [1, 2, 3], shape: [3], dtype: 'int32' })],
  neg: unary,
  exp: unary,
  log: positiveUnary,
  sqrt: positiveUnary,
  abs: unary,
  tanh: unary,
  sigmoid: unary,
  relu: unary,
  stopGradient: unary,
  logicalNot: [on([truth(2, 3)])],
  cast: [on([x(2, 3)], { dtype: 'int32' }), on([x(2, 3)], { dtype: 'float32' }), on([truth(5)], { dtype: 'float32' })],
  add: binary,
  sub: binary,
  mul: binary,
  div: [on([x(2, 3), positive(2, 3)]), on([x(3), positive(2, 1)]), on([x(2, 3), positive()])],
  pow: positiveBinary,
  maximum: binary,
  minimum: binary,
  equal: comparison,
  greater: comparison,
  greaterEqual: comparison,
  less: comparison,
  logicalAnd: [on([truth(2, 3), truth(3)])],
  select: [on([truth(2, 3), x(2, 3), x(2, 3)]), on([truth(2, 1), x(3), x()]), on([truth(4), x(2, 1), x(1, 4)])],
  reshape: [on([x(2, 6)], { shape: [3, 4] }), on([b(2, 3, 4)], { shape: [multiply(BATCH, 3), 4] }), on([x(1)], { shape: [] })],
  transpose: [on([x(2, 3, 4)], { perm: [1, 2, 0] }), on([b(2, 3)], { perm: [1, 0] })],
  broadcastTo: [on([x(2, 1)], { shape: [3, 2, 4] }), on([x()], { shape: [2, 2] }), on([b(3, 1)], { shape: [BATCH, 5] })],
  concat: [on([x(2, 3), x(2, 1), x(2, 2)], { axis: 1 }), on([b(2, 3), b(2, 2)], { axis: 1 }), on([x(2, 3)], { axis: 0 })],
  slice: [
    on([x(3, 4)], { begin: [1, 0], size: [2, 3] }),
    on([b(3, 4)], { begin: [0, 1], size: [-1, -1] }),
    on([real([2, 5, 3], undefined, [2, time, 3])], { begin: [0, 1, 0], size: [-1, 2, 2] }),
  ],
  pad: [on([x(2, 3)], { before: [1, 0], after: [0, 2], value: 5 }), on([b(2, 3)], { before: [0, 1], after: [0, 1], value: 0 })],
  reverse: [on([x(2, 3, 4)], { axes: [0, 2] }), on([b(3, 2)], { axes: [0] })],
  dilate: [
    on([x(2, 3, 4)], { axes: [1, 2], factors: [2, 3] }),
    on([b(2, 3)], { axes: [1], factors: [1] }),
    on([x(1, 2)], { axes: [0], factors: [4] }),
  ],
  reduceSum: reduction,
  reduceMean: reduction,
  reduceMax: reduction,
  argMax: alongAxis,
  oneHot: [on([labels(4, 5)], { depth: 4 }), on([labels(4, 2, 3)], { depth: 3 })],
  extent: [on([b(3, 4, 2)], { axes: [0, 2] }), on([x(3)], { axes: [] })],
  matmul: [
    ...[false, true].flatMap((transposeA) =>
      [false, true].map((transposeB) =>
        on([transposeA ? x(3, 2) : x(2, 3), transposeB ? x(4, 3) : x(3, 4)], { transposeA, transposeB }),
      ),
    ),
    on([x(2, 2, 3), x(2, 3, 1)], { transposeA: false, transposeB: false }),
    on([x(2, 1, 3, 2), x(2, 1, 4, 3)], { transposeA: true, transposeB: true }),
    on([b(1, 3), x(3, 2)], { transposeA: false, transposeB: false }),
  ],
  conv2d: convolutions.map(({ x: shape, kernel, attrs }) => on([b(...shape), x(...kernel)], attrs)),
  conv2dInputGradient: convolutions.map(({ x: shape, kernel, y, attrs }) => on([b(...y), x(...kernel), b(...shape)], attrs)),
  conv2dFilterGradient: convolutions.map(({ x: shape, kernel, y, attrs }) => on([b(...shape), b(...y), x(...kernel)], attrs)),
  maxPool2d: pools.map(({ x: shape, attrs }) => on([b(...shape)], attrs)),
  maxPool2dGradient: pools.map(({ x: shape, attrs }) => on(pooled(b(...shape), attrs), attrs)),
  averagePool2d: pools.map(({ x: shape, attrs }) => on([b(...shape)], attrs)),
  averagePool2dGradient: pools.map(({ x: shape, attrs }) => {
    const [input, y] = pooled(b(...shape), attrs) as readonly [Input, Input];
    return on([y, input], attrs);
  }),
  batchNormalization: normalized.map(({ x: shape, channels }) => on([b(...shape), x(channels), x(channels)], { epsilon: 1e-3 })),
  batchNormalizationGradient: normalized.map(({ x: shape, channels }) =>
    on([b(...shape), b(...shape), x(channels), x(channels), positive(channels)], { epsilon: 1e-3 }),
  ),
  gather: [on([x(5, 3), labels(5, 4, 2)]), on([x(3), labels(3, 7)]), on([x(2, 3, 2), labels(2)])],
  gatherGradient: [
    on([x(4, 2, 3), labels(5, 4, 2), x(5, 3)]),
    on([x(7), labels(3, 7), x(3)]),
    on([x(3, 2), labels(2), x(2, 3, 2)]),
    on([x(96, 5), labels(2, 96), x(2, 5)]),
  ],
  softmax: alongAxis,
  logSoftmax: alongAxis,
  softmaxCrossEntropy: [on([x(3, 4), x(3, 4)]), on([b(1, 5), b(1, 5)]), on([x(2, 3, 2), x(2, 3, 2)])],
  sparseSoftmaxCrossEntropy: [on([x(3, 4), labels(4, 3)]), on([x(2, 3, 5), labels(5, 2, 3)]), on([x(1, 2), labels(2, 1)])],
  sigmoidCrossEntropy: [on([x(3, 2), x(3, 2)]), on([b(1, 1), b(1, 1)])],
  sgdUpdate: update,
  momentumUpdate: [true, false].map((nesterov) => on([x(2, 3), x(2, 3), x(2, 3), positive()], { momentum: 0.9, nesterov })),
  adamUpdate: [on([x(2, 3), x(2, 3), x(2, 3), positive(2, 3), positive()], { beta1: 0.9, beta2: 0.99, epsilon: 1e-3 })],
  random: [on([], { id: 'noise', shape: [3, 5] })],
  scan: [false, true].map(loop),
};

/** A loop with two carries (one of them whole numbers), two sequences and two constants; it stacks two values. */
function loop(reverse: boolean): Case {
  const body = graph('body');
  const float = (...shape: readonly number[]) => ({ shape, dtype: 'float32' as const });
  const h = body.input('h', float(2, 3));
  const turn = body.input('turn', { shape: [], dtype: 'int32' });
  const [u, v] = [body.input('u', float(2, 3)), body.input('v', float(3))];
  const [w, bias] = [body.input('w', float(3, 3)), body.input('bias', float(3))];
  const next = body.tanh(body.add(body.add(body.matmul(h, w), body.mul(u, v)), bias));
  body.output('next', next);
  body.output('turn', turn);
  body.output('squares', body.mul(next, next));
  body.output('shifted', body.add(h, v));
  return on([x(2, 3), labels(5), x(4, 2, 3), x(4, 3), x(3, 3), x(3)], { body: body.finish(), carries: 2, sequences: 2, reverse });
}
