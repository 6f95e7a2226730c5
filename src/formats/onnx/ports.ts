/**
 * Names of a file's inputs and outputs. Ports of the Program keep their names; a state goes in under one name and comes out,
 * if the Program changes it, under another; every stream of random numbers is an input, uniform in [0, 1).
 */
import { formatDim, isNumber } from '../../ir/dim';
import type { TensorType } from '../../ir/tensor';
import type { ValueInfo } from './model';

export const statePort = (name: string): string => `state/${name}`;
export const nextPort = (name: string): string => `next/${name}`;
export const randomPort = (id: string): string => `random/${id}`;

/** Symbolic sizes go by their text: `batch`. */
export const valueInfo = (name: string, { shape, dtype }: TensorType): ValueInfo => ({
  name,
  dataType: dtype,
  dims: shape.map((dim) => (isNumber(dim) ? dim : formatDim(dim))),
});
