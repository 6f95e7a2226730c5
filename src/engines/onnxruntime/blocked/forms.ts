/** The forms in onnxruntime's blocked layout, in place of the portable ones. Each builds on what those before it leave in blocks. */
import type { MappingTable } from '../../../formats/onnx/writer';
import { conv2d, conv2dInputGradient } from './convolution';
import { conv2dFilterGradient } from './filter-gradient';
import { maxPool2d, maxPool2dGradient } from './pooling';

export const BLOCKED_FORMS: MappingTable = { conv2d, conv2dInputGradient, conv2dFilterGradient, maxPool2d, maxPool2dGradient };
