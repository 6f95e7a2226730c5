import type { Activation } from '../ir/arguments';
import type { Value } from '../ir/program';
import type { Padding } from '../ir/window';
import type { Pair } from '../program/attributes';
import type { Lowering } from '../program/lowering';
import { activate } from './activation.lower';

type Conv2dArguments = {
  readonly strides: Pair;
  readonly padding: Padding;
  readonly dilationRate: Pair;
  readonly groups: number;
  readonly activation: Activation;
  readonly useBias: boolean;
};

export const conv2d: Lowering<Conv2dArguments, readonly [Value]> = {
  lower({ graph, args, inputs: [x], weight }) {
    const { strides, padding, dilationRate, groups } = args;
    const y = graph.conv2d(x, weight('kernel'), { strides, padding, dilations: dilationRate, groups });
    return activate(graph, args.useBias ? graph.add(y, weight('bias')) : y, args.activation);
  },
};
