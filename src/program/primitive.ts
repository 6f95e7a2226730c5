/** What a primitive is: four facts in one place, so that a new one is one file. */
import type { Attributes, Value } from '../ir/program';
import type { DType, TensorType } from '../ir/tensor';
import type { Graph } from './graph';

export interface Primitive {
  readonly name: string;

  /** Types of the outputs. Throws a `TypeError` that names the sizes when the inputs do not fit. */
  infer(inputs: readonly TensorType[], attrs: Attributes): readonly TensorType[];

  /**
   * Gradients of the inputs, given those of the outputs (undefined: that output is not used by the loss). Undefined in the
   * answer: no gradient flows there. Absent: the primitive is not differentiable in any input.
   * Where a derivative is not unique (a tie in max, relu at 0) TensorFlow's choice holds.
   */
  gradient?(call: GradientCall): readonly (Value | undefined)[];

  /** A composite in smaller primitives. A writer may take the whole, or this. */
  expand?(graph: Graph, inputs: readonly Value[], attrs: Attributes): readonly Value[];

  /** The plain float64 meaning, the oracle for every writer. Absent: that of the expansion. */
  evaluate?(inputs: readonly Tensor[], attrs: Attributes, call: EvaluationCall): readonly Tensor[];
}

export interface GradientCall {
  readonly graph: Graph;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly gradients: readonly (Value | undefined)[];
  readonly attrs: Attributes;
}

/** A tensor of the interpreter: everything is float64, whole numbers and truth values (0, 1) too. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly data: Float64Array;
}

export interface EvaluationCall {
  /** Output types with all sizes known. */
  readonly outputs: readonly { readonly shape: readonly number[]; readonly dtype: DType }[];
  readonly seed: number;
  readonly step: number;
}
