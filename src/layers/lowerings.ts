/** What all layers are in primitives, by their name in a model file. */
import type { LoweringTable } from '../program/lowering';
import { activation } from './activation.lower';
import { conv2d } from './conv2d.lower';
import { dense } from './dense.lower';
import { dropout } from './dropout.lower';
import { flatten } from './flatten.lower';
import { input } from './input.lower';
import { maxPooling2d } from './max-pooling2d.lower';

export const lowerings: LoweringTable = {
  input,
  dense,
  conv2d,
  maxPooling2d,
  flatten,
  dropout,
  activation,
};
