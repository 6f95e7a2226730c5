import type { Activation } from '../ir/arguments';
import { type Dim, product } from '../ir/dim';
import type { Value } from '../ir/program';
import type { Lowering } from '../program/lowering';
import { activate } from './activation.lower';

export const dense: Lowering<{ readonly activation: Activation; readonly useBias: boolean }, readonly [Value]> = {
  lower({ graph, args, inputs: [x], weight }) {
    const positions = graph.shapeOf(x).slice(0, -1);
    const kernel = weight('kernel');
    const [features, units] = graph.shapeOf(kernel) as readonly [Dim, Dim];
    const rows = graph.reshape(x, [product(positions), features]);
    const products = graph.reshape(graph.matmul(rows, kernel), [...positions, units]);
    return activate(graph, args.useBias ? graph.add(products, weight('bias')) : products, args.activation);
  },
};
