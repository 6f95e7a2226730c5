/** An ONNX model as plain data, named as in onnx.proto. `encode.ts` turns it into bytes. */

/** `TensorProto.DataType` */
export const DATA_TYPE = { float32: 1, uint8: 2, int32: 6, int64: 7, bool: 9 } as const;
export type DataType = keyof typeof DATA_TYPE;

export interface Model {
  readonly irVersion: number;
  /** Version of the standard operators. */
  readonly opset: number;
  /** Versions of other operator sets by domain. */
  readonly domains: Readonly<Record<string, number>>;
  readonly producer: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly graph: Graph;
}

export interface Graph {
  readonly name: string;
  readonly nodes: readonly Node[];
  readonly initializers: readonly Tensor[];
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
}

export interface Node {
  readonly op: string;
  /** Absent: the standard operators. */
  readonly domain?: string;
  /** An empty name leaves an optional input out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attrs: Readonly<Record<string, Attribute>>;
}

/** One field of `AttributeProto`. */
export type Attribute =
  | { readonly f: number }
  | { readonly i: number }
  | { readonly s: string }
  | { readonly g: Graph }
  | { readonly ints: readonly number[] };

/** A named constant; `data` in row-major order, little-endian. */
export interface Tensor {
  readonly name: string;
  readonly dataType: DataType;
  readonly dims: readonly number[];
  readonly data: Uint8Array;
}

export interface ValueInfo {
  readonly name: string;
  readonly dataType: DataType;
  /** A number, or the name of a symbolic size. */
  readonly dims: readonly (number | string)[];
}
