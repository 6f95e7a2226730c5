/** All layers by the name they have in a model file. */
import type { LayerSpec } from '../ir/layer-spec';
import { activation } from './activation.spec';
import { conv2d } from './conv2d.spec';
import { dense } from './dense.spec';
import { dropout } from './dropout.spec';
import { flatten } from './flatten.spec';
import { input } from './input.spec';
import { maxPooling2d } from './max-pooling2d.spec';

export const layerSpecs: Readonly<Record<string, LayerSpec>> = {
  input,
  dense,
  conv2d,
  maxPooling2d,
  flatten,
  dropout,
  activation,
};
