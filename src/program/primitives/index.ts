/** The table of primitives. A new one is a file beside this one and a line here. */
import type { Primitive } from '../primitive';
import { argMax } from './arg-max';
import { averagePool2d } from './average-pool2d';
import { averagePool2dGradient } from './average-pool2d-gradient';
import { batchNormalization } from './batch-normalization';
import { batchNormalizationGradient } from './batch-normalization-gradient';
import { binaries } from './binary';
import { broadcastTo } from './broadcast-to';
import { cast } from './cast';
import { concat } from './concat';
import { constant } from './constant';
import { conv2d } from './conv2d';
import { conv2dFilterGradient } from './conv2d-filter-gradient';
import { conv2dInputGradient } from './conv2d-input-gradient';
import { sigmoidCrossEntropy, softmaxCrossEntropy, sparseSoftmaxCrossEntropy } from './cross-entropies';
import { dilate } from './dilate';
import { gather } from './gather';
import { gatherGradient } from './gather-gradient';
import { logic } from './logic';
import { matmul } from './matmul';
import { maxPool2d } from './max-pool2d';
import { maxPool2dGradient } from './max-pool2d-gradient';
import { oneHot } from './one-hot';
import { pad } from './pad';
import { random } from './random';
import { extent, reduceMax, reduceMean, reduceSum } from './reductions';
import { reshape } from './reshape';
import { reverse } from './reverse';
import { scan } from './scan';
import { select } from './select';
import { slice } from './slice';
import { logSoftmax, softmax } from './softmax';
import { transpose } from './transpose';
import { unaries } from './unary';
import { adamUpdate, momentumUpdate, sgdUpdate } from './updates';

const all: readonly Primitive[] = [
  constant,
  ...unaries,
  cast,
  ...binaries,
  ...logic,
  select,
  reshape,
  transpose,
  broadcastTo,
  concat,
  slice,
  pad,
  reverse,
  dilate,
  reduceSum,
  reduceMean,
  reduceMax,
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
  softmax,
  logSoftmax,
  softmaxCrossEntropy,
  sparseSoftmaxCrossEntropy,
  sigmoidCrossEntropy,
  sgdUpdate,
  momentumUpdate,
  adamUpdate,
  random,
  scan,
];

export const primitives: Readonly<Record<string, Primitive>> = Object.fromEntries(
  all.map((primitive) => [primitive.name, primitive]),
);
