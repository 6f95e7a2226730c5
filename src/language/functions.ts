/** Everything a model file may import, as one table. */
import { sourceSpecs } from '../data/index.spec';
import type { Callable } from '../ir/callable';
import type { LayerSpec } from '../ir/layer-spec';
import { layerSpecs } from '../layers/index.spec';
import { lossSpecs } from '../program/losses.spec';
import { optimizerSpecs } from '../program/optimizers.spec';
import { callbackSpecs } from '../trainer/callbacks.spec';
import { scheduleSpecs } from '../trainer/schedules.spec';
import { blockSpec, modelSpec, sequentialSpec, sizeSpec, trainSpec } from './assembly';

export type LanguageFunction =
  | { readonly kind: 'layer'; readonly spec: LayerSpec }
  | {
      readonly kind:
        | 'data'
        | 'loss'
        | 'optimizer'
        | 'schedule'
        | 'callback'
        | 'model'
        | 'sequential'
        | 'block'
        | 'size'
        | 'train';
      readonly spec: Callable;
    };

export const functions: readonly LanguageFunction[] = [
  ...Object.values(layerSpecs).map((spec) => ({ kind: 'layer', spec }) as const),
  { kind: 'model', spec: modelSpec },
  { kind: 'sequential', spec: sequentialSpec },
  { kind: 'block', spec: blockSpec },
  { kind: 'size', spec: sizeSpec },
  { kind: 'train', spec: trainSpec },
  ...Object.values(sourceSpecs).map((spec) => ({ kind: 'data', spec }) as const),
  ...Object.values(lossSpecs).map((spec: Callable) => ({ kind: 'loss', spec }) as const),
  ...Object.values(optimizerSpecs).map((spec: Callable) => ({ kind: 'optimizer', spec }) as const),
  ...Object.values(scheduleSpecs).map((spec: Callable) => ({ kind: 'schedule', spec }) as const),
  ...Object.values(callbackSpecs).map((spec: Callable) => ({ kind: 'callback', spec }) as const),
];
