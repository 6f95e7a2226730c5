/** All layers by the name they have in a model file. */
import type { LayerSpec } from '../ir/layer-spec';
import { activation } from './activation.spec';
import { add } from './add.spec';
import { averagePooling2d } from './average-pooling2d.spec';
import { batchNormalization } from './batch-normalization.spec';
import { concatenate } from './concatenate.spec';
import { conv2d } from './conv2d.spec';
import { dense } from './dense.spec';
import { dropout } from './dropout.spec';
import { embedding } from './embedding.spec';
import { flatten } from './flatten.spec';
import { globalAveragePooling2d } from './global-average-pooling2d.spec';
import { input } from './input.spec';
import { maxPooling2d } from './max-pooling2d.spec';
import { multiply } from './multiply.spec';
import { permute } from './permute.spec';
import { reshape } from './reshape.spec';
import { subtract } from './subtract.spec';
import { zeroPadding2d } from './zero-padding2d.spec';

export const layerSpecs: Readonly<Record<string, LayerSpec>> = {
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
