/**
 * The protobuf form of a SavedModel with one graph. Numbers are the fields of saved_model.proto, meta_graph.proto, graph.proto,
 * node_def.proto, attr_value.proto, tensor.proto and function.proto, https://github.com/tensorflow/tensorflow/tree/master/tensorflow/core
 */
import { Writer } from 'protobufjs/minimal';
import { bytes, float, int, message, text } from '../wire';
import { type Argument, type Attribute, DATA_TYPE, type FunctionDef, type GraphDef, type Node, type Tensor } from './model';

/** By which the graph is loaded. */
const TAG = 'serve';

/** What TensorFlow 2.9 writes: older programs may refuse the graph. */
const PRODUCER = 1087;

export function encodeSavedModel(graph: GraphDef): Uint8Array {
  const writer = Writer.create();
  int(writer, 1, 1); // saved_model_schema_version
  // meta_graphs: MetaGraphDef
  message(writer, 2, () => {
    // meta_info_def
    message(writer, 1, () => text(writer, 4, TAG)); // tags
    message(writer, 2, () => graphDef(writer, graph)); // graph_def
  });
  return writer.finish();
}

function graphDef(writer: Writer, { nodes, functions }: GraphDef): void {
  for (const item of nodes) message(writer, 1, () => node(writer, item)); // node
  // library: FunctionDefLibrary
  message(writer, 2, () => {
    for (const item of functions) message(writer, 1, () => functionDef(writer, item)); // function
  });
  // versions: VersionDef
  message(writer, 4, () => int(writer, 1, PRODUCER)); // producer
}

function node(writer: Writer, { name, op, inputs, attrs }: Node): void {
  text(writer, 1, name); // name
  text(writer, 2, op); // op
  for (const input of inputs) text(writer, 3, input); // input
  for (const [key, value] of Object.entries(attrs)) {
    // attr: a map's entry
    message(writer, 5, () => {
      text(writer, 1, key); // key
      message(writer, 2, () => attribute(writer, value)); // value
    });
  }
}

function attribute(writer: Writer, value: Attribute): void {
  if ('s' in value)
    text(writer, 2, value.s); // s
  else if ('i' in value)
    int(writer, 3, value.i); // i
  else if ('f' in value)
    float(writer, 4, value.f); // f
  else if ('b' in value)
    int(writer, 5, Number(value.b)); // b
  else if ('type' in value)
    int(writer, 6, DATA_TYPE[value.type]); // type
  else if ('shape' in value)
    message(writer, 7, () => shape(writer, value.shape)); // shape
  else if ('tensor' in value)
    message(writer, 8, () => tensor(writer, value.tensor)); // tensor
  else if ('func' in value)
    message(writer, 10, () => text(writer, 1, value.func)); // func: NameAttrList
  // list: ListValue, with i or type
  else
    message(writer, 1, () => {
      if ('ints' in value) for (const item of value.ints) int(writer, 3, item);
      else for (const item of value.types) int(writer, 6, DATA_TYPE[item]);
    });
}

function tensor(writer: Writer, { dataType, dims, data }: Tensor): void {
  int(writer, 1, DATA_TYPE[dataType]); // dtype
  message(writer, 2, () => shape(writer, dims)); // tensor_shape
  bytes(writer, 4, data); // tensor_content
}

function shape(writer: Writer, dims: readonly number[]): void {
  for (const dim of dims) message(writer, 2, () => int(writer, 1, dim)); // dim: Dim, with size
}

function functionDef(writer: Writer, { name, inputs, outputs, nodes }: FunctionDef): void {
  // signature: OpDef
  message(writer, 1, () => {
    text(writer, 1, name); // name
    for (const item of inputs) message(writer, 2, () => argument(writer, item)); // input_arg
    for (const item of outputs) message(writer, 3, () => argument(writer, item)); // output_arg
  });
  for (const item of nodes) message(writer, 3, () => node(writer, item)); // node_def
  for (const { name: key, from } of outputs) {
    // ret: a map's entry
    message(writer, 4, () => {
      text(writer, 1, key); // key
      text(writer, 2, from); // value
    });
  }
}

function argument(writer: Writer, { name, dataType }: Argument): void {
  text(writer, 1, name); // name
  int(writer, 3, DATA_TYPE[dataType]); // type
}
