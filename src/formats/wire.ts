/** Fields of a protobuf message, as ONNX and TensorFlow files are made of: https://protobuf.dev/programming-guides/encoding */
import type { Writer } from 'protobufjs/minimal';

// Wire types.
const VARINT = 0;
const DELIMITED = 2;
const FIXED32 = 5;

export const int = (writer: Writer, field: number, value: number): void => {
  writer.uint32((field << 3) | VARINT).int64(value);
};

export const float = (writer: Writer, field: number, value: number): void => {
  writer.uint32((field << 3) | FIXED32).float(value);
};

export const text = (writer: Writer, field: number, value: string): void => {
  writer.uint32((field << 3) | DELIMITED).string(value);
};

export const bytes = (writer: Writer, field: number, value: Uint8Array): void => {
  writer.uint32((field << 3) | DELIMITED).bytes(value);
};

export function message(writer: Writer, field: number, write: () => void): void {
  writer.uint32((field << 3) | DELIMITED).fork();
  write();
  writer.ldelim();
}
