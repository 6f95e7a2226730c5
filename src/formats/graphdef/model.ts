/** A TensorFlow graph as plain data, named as in graph.proto and its neighbours. `encode.ts` turns it into bytes. */

/** `DataType` of types.proto. */
export const DATA_TYPE = {
  float32: 1,
  int32: 3,
  uint8: 4,
  bool: 10,
  resource: 20,
  variant: 21,
  uint32: 22,
  uint64: 23,
} as const;
export type DataType = keyof typeof DATA_TYPE;

export interface GraphDef {
  readonly nodes: readonly Node[];
  readonly functions: readonly FunctionDef[];
}

export interface Node {
  readonly name: string;
  readonly op: string;
  /** `node`, `node:k` for output k, `^node` for what has to run before; those come last. */
  readonly inputs: readonly string[];
  readonly attrs: Attributes;
}

export type Attributes = Readonly<Record<string, Attribute>>;

/** One field of `AttrValue`. */
export type Attribute =
  | { readonly s: string }
  | { readonly i: number }
  | { readonly f: number }
  | { readonly b: boolean }
  | { readonly type: DataType }
  | { readonly shape: readonly number[] }
  | { readonly tensor: Tensor }
  | { readonly func: string }
  | { readonly ints: readonly number[] }
  | { readonly types: readonly DataType[] };

/** What most operations are told: the type of their operands. */
export const FLOAT = { T: { type: 'float32' } } as const;
export const INT = { T: { type: 'int32' } } as const;

/** `data` in row-major order, little-endian. */
export interface Tensor {
  readonly dataType: DataType;
  readonly dims: readonly number[];
  readonly data: Uint8Array;
}

/** What a loop runs. Inside, a value is an argument's name or `node:<name of the output>:<position in it>`. */
export interface FunctionDef {
  readonly name: string;
  readonly inputs: readonly Argument[];
  readonly outputs: readonly (Argument & { readonly from: string })[];
  readonly nodes: readonly Node[];
}

export interface Argument {
  readonly name: string;
  readonly dataType: DataType;
}
