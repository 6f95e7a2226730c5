/** What all layers are in primitives, by their name in a model file. */
import type { LoweringTable } from '../program/lowering';
import { activation } from './activation.lower';
import { add } from './add.lower';
import { averagePooling2d } from './average-pooling2d.lower';
import { batchNormalization } from './batch-normalization.lower';
import { concatenate } from './concatenate.lower';
import { conv2d } from './conv2d.lower';
import { dense } from './dense.lower';
import { dropout } from './dropout.lower';
import { embedding } from './embedding.lower';
import { flatten } from './flatten.lower';
import { globalAveragePooling2d } from './global-average-pooling2d.lower';
import { input } from './input.lower';
import { maxPooling2d } from './max-pooling2d.lower';
import { multiply } from './multiply.lower';
import { permute } from './permute.lower';
import { reshape } from './reshape.lower';
import { subtract } from './subtract.lower';
import { zeroPadding2d } from './zero-padding2d.lower';

export const lowerings: LoweringTable = {
  input,
  dense,
  conv2d,
  maxPooling2d,
  averagePooling2d,
  globalAveragePooling2d,
  zeroPadding2d,
  batchNormalization,
  embedding,
  flatten,
  reshape,
  permute,
  add,
  subtract,
  multiply,
  concatenate,
  dropout,
  activation,
};
