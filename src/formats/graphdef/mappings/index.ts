/**
 * What each primitive is in TensorFlow. A new primitive is a line here; without one its expansion is written, as for
 * cross-entropies from probabilities and of two classes.
 */
import type { MappingTable } from '../writer';
import { conv2d, conv2dFilterGradient, conv2dInputGradient } from './convolution';
import { add, cast, elementwise, mul } from './elementwise';
import { gather, gatherGradient } from './lookups';
import { scan } from './loops';
import { oneHot, sparseSoftmaxCrossEntropy, sub } from './losses';
import { matmul } from './matmul';
import { batchNormalization, batchNormalizationGradient } from './normalization';
import { averagePool2d, averagePool2dGradient, maxPool2d, maxPool2dGradient } from './pooling';
import { greaterEqual, random } from './random';
import { alongAxis, argMax, extent, reduction } from './reductions';
import { broadcastTo, concat, constant, dilate, pad, reshape, reverse, same, slice, transpose } from './shapes';
import { adamUpdate, momentumUpdate, sgdUpdate } from './updates';

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
  logicalNot: elementwise('LogicalNot', { untyped: true }),
  stopGradient: same,
  cast,
  add,
  sub,
  mul,
  div: elementwise('RealDiv'),
  pow: elementwise('Pow'),
  maximum: elementwise('Maximum'),
  minimum: elementwise('Minimum'),
  equal: elementwise('Equal'),
  greater: elementwise('Greater'),
  greaterEqual,
  less: elementwise('Less'),
  logicalAnd: elementwise('LogicalAnd', { untyped: true }),
  select: elementwise('SelectV2'),
  reshape,
  transpose,
  broadcastTo,
  concat,
  slice,
  pad,
  reverse,
  dilate,
  reduceSum: reduction('Sum'),
  reduceMean: reduction('Mean'),
  reduceMax: reduction('Max'),
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
  averagePool2dGradient,
  batchNormalization,
  batchNormalizationGradient,
  gather,
  gatherGradient,
  softmax: alongAxis('Softmax'),
  logSoftmax: alongAxis('LogSoftmax'),
  sparseSoftmaxCrossEntropy,
  sgdUpdate,
  momentumUpdate,
  adamUpdate,
  random,
  scan,
};
