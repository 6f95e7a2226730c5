/**
 * The forms in onnxruntime's blocked layout, in place of the portable ones. Each builds on what those before it leave in blocks.
 *
 * The gradient of kernels is none of them. As a convolution over the batch it wants whole blocks of images: it took 7 % off a step
 * of a small network without padding, but 1.6 to 2.9 times as long on padded images, and 33 times for a batch of one.
 */
import type { MappingTable } from '../../../formats/onnx/writer';
import { conv2d, conv2dInputGradient } from './convolution';
import { maxPool2d, maxPool2dGradient } from './pooling';

export const BLOCKED_FORMS: MappingTable = { conv2d, conv2dInputGradient, maxPool2d, maxPool2dGradient };
