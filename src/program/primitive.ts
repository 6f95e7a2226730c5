/** What a primitive is: four facts in one place, so that a new one is one file. */
import type { Attributes, Program, Value } from '../ir/program';
import type { DType, TensorType } from '../ir/tensor';
import type { Graph } from './graph';

/** What the table of primitives holds. */
export interface Primitive extends Rules {
  readonly name: string;
  /** Number of inputs; absent: any number. */
  readonly arity?: number;
}

/** What a file writes: the numbers of inputs and outputs and the attributes are part of the type. */
export interface PrimitiveOf<
  Inputs extends number,
  Attrs extends Attributes = Attributes,
  Outputs extends number = number extends Inputs ? number : 1,
> extends Rules<Inputs, Attrs, Outputs> {
  readonly name: string;
  readonly arity?: Inputs;
}

interface Rules<Inputs extends number = number, Attrs = Attributes, Outputs extends number = number> {
  /** Types of the outputs. Throws a `TypeError` that names the sizes when the inputs do not fit. */
  infer(inputs: Tuple<TensorType, Inputs>, attrs: Attrs): readonly TensorType[];

  /**
   * Gradients of the inputs, given those of the outputs (undefined: that output is not used by the loss). Undefined in the
   * answer: no gradient flows there. Absent: differentiating through the primitive is refused.
   * Where a derivative is not unique (a tie in max, relu at 0) TensorFlow's choice holds.
   */
  gradient?(
    call: GradientCall<Tuple<Value, Inputs>, Attrs, Tuple<Value, Outputs>, Gradients<Outputs>>,
  ): readonly (Value | undefined)[];

  /** A composite in smaller primitives. A writer may take the whole, or this. */
  expand?(graph: Graph, inputs: Tuple<Value, Inputs>, attrs: Attrs): readonly Value[];

  /** The plain float64 meaning, the oracle for every writer: the numbers of the outputs. Absent: that of the expansion. */
  evaluate?(
    inputs: Tuple<Tensor, Inputs>,
    attrs: Attrs,
    call: EvaluationCall<Tuple<BoundType, Outputs>>,
  ): readonly Float64Array[];
}

export interface GradientCall<
  Inputs = readonly Value[],
  Attrs = Attributes,
  Outputs = readonly Value[],
  Given = readonly (Value | undefined)[],
> {
  readonly graph: Graph;
  readonly inputs: Inputs;
  readonly outputs: Outputs;
  readonly gradients: Given;
  readonly attrs: Attrs;
  /** Which inputs the loss is differentiated through: the gradients of others may be left out. */
  readonly wanted: readonly boolean[];
}

/** A tensor of the interpreter: everything is float64, whole numbers and truth values (0, 1) too. */
export interface Tensor extends BoundType {
  readonly data: Float64Array;
}

/** A type with all sizes known. */
export interface BoundType {
  readonly shape: readonly number[];
  readonly dtype: DType;
}

interface EvaluationCall<Outputs = readonly BoundType[]> {
  readonly outputs: Outputs;
  readonly seed: number;
  readonly step: number;
  /** Runs the body of a loop. */
  run(body: Program, inputs: readonly Tensor[]): readonly Tensor[];
}

/** A single output has a gradient whenever the rule is asked. */
type Gradients<Outputs extends number> = Outputs extends 1 ? readonly [Value] : readonly (Value | undefined)[];

type Tuple<T, N extends number> = number extends N
  ? readonly T[]
  : N extends 0
    ? readonly []
    : N extends 1
      ? readonly [T]
      : N extends 2
        ? readonly [T, T]
        : N extends 3
          ? readonly [T, T, T]
          : N extends 4
            ? readonly [T, T, T, T]
            : readonly [T, T, T, T, T];
