/** Which column of the data goes to which port of a Program. Found once, before training; used for every batch. */
import type { Batch } from '../data/dataset';
import { DataError } from '../data/error';
import type { Tensors } from '../engines/engine';
import type { Column, Schema } from '../ir/data';
import { isNumber } from '../ir/dim';
import type { Network } from '../ir/network';
import type { Program } from '../ir/program';
import { inputPort, targetPort } from '../ir/step';
import { count, formatShape, type TensorData, type TensorType } from '../ir/tensor';

export type Bind = (batch: Batch) => Tensors;

interface Wire {
  readonly port: string;
  readonly from: 'features' | 'targets';
  readonly position: number;
}

/**
 * Feature k goes to input k of the network, target k to output k. A target may have another shape of the same size, and
 * whole numbers become float32 where a loss computes with them. Throws a `DataError` for all else that does not fit.
 */
export function bindColumns(network: Network, schema: Schema, program: Program): Bind {
  const types = new Map(program.inputs.map(({ name, value }) => [name, program.values[value]]));
  const wires: Wire[] = [
    ...network.inputs.map(({ call }, position): Wire => {
      const layer = network.layers[network.calls[call]?.layer ?? -1];
      return { port: inputPort(layer?.id ?? ''), from: 'features', position };
    }),
    ...network.outputs.map((_, position): Wire => ({ port: targetPort(position), from: 'targets', position })),
  ];
  const bound = wires.flatMap((wire) => {
    const type = types.get(wire.port);
    if (type === undefined) return [];
    requireFit(schema, wire, type);
    return [{ ...wire, type }];
  });
  return (batch) =>
    Object.fromEntries(
      bound.flatMap(({ port, from, position, type }) => {
        const tensor = batch[from][position];
        return tensor === undefined ? [] : [[port, adapt(tensor, type)]];
      }),
    );
}

function requireFit(schema: Schema, { from, position }: Wire, type: TensorType): void {
  const column = schema[from][position];
  const what = from === 'features' ? `Input ${position + 1} of the model takes` : `Output ${position + 1} is compared with`;
  const wanted = `${formatShape(type.shape)} ${type.dtype}`;
  if (column === undefined) {
    const names = schema[from].map(({ name }) => name).join(', ');
    throw new DataError('settings', `${what} ${wanted}, but the only ${from} of ${schema.name} are: ${names || 'none'}.`);
  }
  const sizes = type.shape.slice(1);
  const same = sizes.length === column.shape.length && sizes.every((size, k) => !isNumber(size) || size === column.shape[k]);
  const reshaped = from === 'targets' && sizes.every(isNumber) && count(sizes) === count(column.shape);
  if ((same || reshaped) && converts(column, type)) return;
  const given = `[${['batch', ...column.shape].join(', ')}] ${column.dtype}`;
  throw new DataError(
    'settings',
    `${what} ${wanted}, but ${column.name} of ${schema.name} is ${given}. Change the model or the data.`,
  );
}

const converts = ({ dtype }: Column, type: TensorType): boolean => dtype === type.dtype || type.dtype === 'float32';

function adapt(tensor: TensorData, { shape, dtype }: TensorType): TensorData {
  const rows = tensor.shape.slice(0, 1);
  return {
    shape: tensor.shape.length === shape.length ? tensor.shape : [...rows, ...shape.slice(1).filter(isNumber)],
    dtype,
    data: tensor.dtype === dtype ? tensor.data : Float32Array.from(tensor.data),
  };
}
