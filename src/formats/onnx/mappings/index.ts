/**
 * What each primitive is in ONNX. A new primitive is a line here; without one its expansion is written: so it is with the
 * updates of optimizers, batch normalization, the gradient of average pooling and the cross-entropies from probabilities and of two classes.
 */
import type { MappingTable } from '../writer';
import { conv2d, conv2dInputGradient } from './convolution';
import { cast, elementwise } from './elementwise';
import { conv2dFilterGradient } from './filter-gradient';
import { gather, gatherGradient } from './lookups';
import { random, scan } from './loops';
import { oneHot, sparseSoftmaxCrossEntropy } from './losses';
import { matmul } from './matmul';
import { averagePool2d, maxPool2d, maxPool2dGradient } from './pooling';
import { alongAxis, argMax, extent, reduction } from './reductions';
import { broadcastTo, concat, constant, dilate, pad, reshape, reverse, same, slice, transpose } from './shapes';

export const MAPPINGS: MappingTable = {
  constant,
  neg: elementwise('Neg'),
  exp: elementwise('Exp'),
  log: elementwise('Log'),
  sqrt: elementwise('Sqrt'),
  abs: elementwise('Abs'),
  tanh: elementwise('Tanh'),
  sigmoid: elementwise('Sigmoid'),
  relu: elementwise('Relu'),
  logicalNot: elementwise('Not'),
  stopGradient: same,
  cast,
  add: elementwise('Add'),
  sub: elementwise('Sub'),
  mul: elementwise('Mul'),
  div: elementwise('Div'),
  pow: elementwise('Pow'),
  maximum: elementwise('Max'),
  minimum: elementwise('Min'),
  equal: elementwise('Equal'),
  greater: elementwise('Greater'),
  greaterEqual: elementwise('GreaterOrEqual'),
  less: elementwise('Less'),
  logicalAnd: elementwise('And'),
  select: elementwise('Where'),
  reshape,
  transpose,
  broadcastTo,
  concat,
  slice,
  pad,
  reverse,
  dilate,
  reduceSum: reduction('ReduceSum'),
  reduceMean: reduction('ReduceMean'),
  reduceMax: reduction('ReduceMax'),
  argMax,
  oneHot,
  extent,
  matmul,
  conv2d,
  conv2dInputGradient,
  conv2dFilterGradient,
  maxPool2d,
  maxPool2dGradient,
  averagePool2d,
  gather,
  gatherGradient,
  softmax: alongAxis('Softmax'),
  logSoftmax: alongAxis('LogSoftmax'),
  sparseSoftmaxCrossEntropy,
  random,
  scan,
};
