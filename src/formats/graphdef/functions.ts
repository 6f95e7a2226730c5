/** Functions: nodes that are written as in a graph, with what they read named as functions want it. */
import type { Argument, FunctionDef, Node } from './model';
import { reachable } from './reachable';

/** What operations call their outputs, where that is not `output`. A star: it is one list of all of them. */
const OUTPUTS: Readonly<Record<string, readonly string[]>> = {
  ...alike('y', ['Neg', 'Exp', 'Log', 'Sqrt', 'Abs', 'Tanh', 'Sigmoid', 'LogicalNot', 'Cast', 'Transpose', 'DeepCopy']),
  ...alike('z', ['AddV2', 'Sub', 'Mul', 'RealDiv', 'Pow', 'Maximum', 'Minimum', 'FloorDiv', 'BitwiseXor', 'RightShift']),
  ...alike('z', ['Equal', 'Greater', 'GreaterEqual', 'Less', 'LogicalAnd', 'TanhGrad', 'SigmoidGrad']),
  Relu: ['activations'],
  ReluGrad: ['backprops'],
  MatMul: ['product'],
  Softmax: ['softmax'],
  LogSoftmax: ['logsoftmax'],
  SparseSoftmaxCrossEntropyWithLogits: ['loss', 'backprop'],
  FusedBatchNormV3: ['y', 'batch_mean', 'batch_variance', 'reserve_space_1', 'reserve_space_2', 'reserve_space_3'],
  FusedBatchNormGradV3: ['x_backprop', 'scale_backprop', 'offset_backprop'],
  TensorListReserve: ['handle'],
  TensorListSetItem: ['output_handle'],
  TensorListStack: ['tensor'],
  Split: ['output*'],
  StatelessWhile: ['output*'],
};

/** `from` is named as in a graph. */
export function functionOf(
  name: string,
  inputs: readonly Argument[],
  nodes: readonly Node[],
  outputs: FunctionDef['outputs'],
): FunctionDef {
  const ops = new Map(nodes.map((node) => [node.name, node.op]));
  const inside = (value: string): string => {
    const [node = '', position = '0'] = value.split(':');
    const op = ops.get(node);
    if (op === undefined) return value;
    const named = OUTPUTS[op] ?? ['output'];
    if (named[0]?.endsWith('*')) return `${node}:${named[0].slice(0, -1)}:${position}`;
    return `${node}:${named[Number(position)]}:0`;
  };
  return {
    name,
    inputs,
    nodes: reachable(
      nodes,
      outputs.map(({ from }) => from),
    ).map((node) => ({ ...node, inputs: node.inputs.map(inside) })),
    outputs: outputs.map((output) => ({ ...output, from: inside(output.from) })),
  };
}

function alike(output: string, ops: readonly string[]): Record<string, readonly string[]> {
  return Object.fromEntries(ops.map((op) => [op, [output]]));
}
