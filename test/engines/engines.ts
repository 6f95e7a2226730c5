/** The engines that tests hold to the same things. */
import { tensorflow } from '../needs';
import { startEngine, startTensorflow } from './support';

export const engines = [
  {
    title: 'onnxruntime',
    name: 'onnxruntime',
    start: () => startEngine(),
    isHere: true,
    failure: 'GatherElements: GatherElements op: Out of range',
  },
  {
    title: '[tensorflow]',
    name: 'tensorflow',
    start: startTensorflow,
    isHere: tensorflow !== undefined,
    failure: 'SparseSoftmaxCrossEntropyWithLogits: Received a label value of 99',
  },
] as const;
