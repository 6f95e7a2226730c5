/**
 * What each primitive is in TensorFlow. A new primitive is a line here; without one its expansion is written, as for
 * cross-entropies from probabilities and of two classes.
 */
import type { MappingTable } from '../writer';
import { add, cast, elementwise, mul } from './elementwise';
import { oneHot, sparseSoftmaxCrossEntropy, sub } from './losses';
import { matmul } from './matmul';
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
  greaterEqual: elementwise('GreaterEqual'),
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
  softmax: alongAxis('Softmax'),
  logSoftmax: alongAxis('LogSoftmax'),
  sparseSoftmaxCrossEntropy,
  sgdUpdate,
  momentumUpdate,
  adamUpdate,
};
