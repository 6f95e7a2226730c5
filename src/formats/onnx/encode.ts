/** The protobuf form of a model. Numbers are the fields of onnx.proto, https://github.com/onnx/onnx/blob/main/onnx/onnx.proto */
import { Writer } from 'protobufjs/minimal';
import { bytes, float, int, message, text } from '../wire';
import { type Attribute, DATA_TYPE, type Graph, type Model, type Node, type Tensor, type ValueInfo } from './model';

export function encodeModel(model: Model): Uint8Array {
  const writer = Writer.create();
  int(writer, 1, model.irVersion); // ir_version
  text(writer, 2, model.producer); // producer_name
  message(writer, 7, () => graph(writer, model.graph)); // graph
  for (const [domain, version] of Object.entries({ '': model.opset, ...model.domains })) {
    // opset_import: OperatorSetIdProto
    message(writer, 8, () => {
      text(writer, 1, domain); // domain
      int(writer, 2, version); // version
    });
  }
  for (const [key, value] of Object.entries(model.metadata)) {
    // metadata_props: StringStringEntryProto
    message(writer, 14, () => {
      text(writer, 1, key); // key
      text(writer, 2, value); // value
    });
  }
  return writer.finish();
}

function graph(writer: Writer, { name, nodes, initializers, inputs, outputs }: Graph): void {
  for (const item of nodes) message(writer, 1, () => node(writer, item)); // node
  text(writer, 2, name); // name
  for (const item of initializers) message(writer, 5, () => tensor(writer, item)); // initializer
  for (const item of inputs) message(writer, 11, () => valueInfo(writer, item)); // input
  for (const item of outputs) message(writer, 12, () => valueInfo(writer, item)); // output
}

function node(writer: Writer, { op, domain, inputs, outputs, attrs }: Node): void {
  for (const name of inputs) text(writer, 1, name); // input
  for (const name of outputs) text(writer, 2, name); // output
  text(writer, 4, op); // op_type
  for (const [name, value] of Object.entries(attrs)) message(writer, 5, () => attribute(writer, name, value)); // attribute
  if (domain !== undefined) text(writer, 7, domain); // domain
}

function attribute(writer: Writer, name: string, value: Attribute): void {
  text(writer, 1, name); // name
  if ('f' in value) {
    float(writer, 2, value.f); // f
    int(writer, 20, 1); // type = FLOAT
  } else if ('i' in value) {
    int(writer, 3, value.i); // i
    int(writer, 20, 2); // type = INT
  } else if ('s' in value) {
    text(writer, 4, value.s); // s
    int(writer, 20, 3); // type = STRING
  } else if ('g' in value) {
    message(writer, 6, () => graph(writer, value.g)); // g
    int(writer, 20, 5); // type = GRAPH
  } else {
    for (const item of value.ints) int(writer, 8, item); // ints
    int(writer, 20, 7); // type = INTS
  }
}

function tensor(writer: Writer, { name, dataType, dims, data }: Tensor): void {
  for (const dim of dims) int(writer, 1, dim); // dims
  int(writer, 2, DATA_TYPE[dataType]); // data_type
  text(writer, 8, name); // name
  bytes(writer, 9, data); // raw_data
}

function valueInfo(writer: Writer, { name, dataType, dims }: ValueInfo): void {
  text(writer, 1, name); // name
  // type: TypeProto, with tensor_type
  message(writer, 2, () =>
    message(writer, 1, () => {
      int(writer, 1, DATA_TYPE[dataType]); // elem_type
      // shape: TensorShapeProto
      message(writer, 2, () => {
        for (const dim of dims) {
          // dim: Dimension, with dim_value or dim_param
          message(writer, 1, () => (typeof dim === 'number' ? int(writer, 1, dim) : text(writer, 2, dim)));
        }
      });
    }),
  );
}
