import { inputPort } from '../ir/step';
import type { TensorType } from '../ir/tensor';
import type { Lowering } from '../program/lowering';

export const input: Lowering = {
  lower: ({ graph, id, outputTypes }) => ({ outputs: [graph.input(inputPort(id), outputTypes[0] as TensorType)] }),
};
