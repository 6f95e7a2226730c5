/** What optimizers do to one weight, with Keras 3's formulas. Rates are scalar inputs, since schedules change them. */
import type { TensorType } from '../../ir/tensor';
import type { AdamAttributes, MomentumAttributes } from '../attributes';
import type { PrimitiveOf } from '../primitive';
import { formatType, refuse, requireSame, requireType } from '../shapes';

function inferUpdate(op: string, rate: TensorType, ...kept: readonly [TensorType, ...TensorType[]]): void {
  requireType(op, 'float32', rate, ...kept);
  requireSame(op, ...kept);
  if (rate.shape.length > 0) refuse(op, `the rate is a single number, got ${formatType(rate)}.`);
}

/** w − rate · g */
export const sgdUpdate: PrimitiveOf<3> = {
  name: 'sgdUpdate',
  arity: 3,
  infer([w, g, rate]) {
    inferUpdate('sgdUpdate', rate, w, g);
    return [w];
  },
  expand: (graph, [w, g, rate]) => [graph.sub(w, graph.mul(g, rate))],
  evaluate([w, g, { data }]) {
    const rate = data[0] as number;
    return [w.data.map((weight, i) => weight - rate * (g.data[i] as number))];
  },
};

/** velocity' = momentum · velocity − rate · g; w moves by it, with Nesterov by momentum · velocity' − rate · g. */
export const momentumUpdate: PrimitiveOf<4, MomentumAttributes, 2> = {
  name: 'momentumUpdate',
  arity: 4,
  infer([w, g, velocity, rate]) {
    inferUpdate('momentumUpdate', rate, w, g, velocity);
    return [w, velocity];
  },
  expand(graph, [w, g, velocity, rate], { momentum, nesterov }) {
    const step = graph.mul(g, rate);
    const ahead = (v: number): number => graph.sub(graph.mul(v, graph.scalar(momentum)), step);
    const next = ahead(velocity);
    return [graph.add(w, nesterov ? ahead(next) : next), next];
  },
  evaluate([w, g, velocity, { data }], { momentum, nesterov }) {
    const rate = data[0] as number;
    const ahead = (v: number, i: number): number => momentum * v - rate * (g.data[i] as number);
    const next = velocity.data.map(ahead);
    const moves = nesterov ? next.map(ahead) : next;
    return [w.data.map((weight, i) => weight + (moves[i] as number)), next];
  },
};

/** m' = m + (g − m)(1 − β1), v' = v + (g² − v)(1 − β2), w' = w − alpha · m' / (√v' + ε). Alpha corrects the bias of both. */
export const adamUpdate: PrimitiveOf<5, AdamAttributes, 3> = {
  name: 'adamUpdate',
  arity: 5,
  infer([w, g, m, v, alpha]) {
    inferUpdate('adamUpdate', alpha, w, g, m, v);
    return [w, m, v];
  },
  expand(graph, [w, g, m, v, alpha], { beta1, beta2, epsilon }) {
    const towards = (from: number, to: number, share: number): number =>
      graph.add(from, graph.mul(graph.sub(to, from), graph.scalar(share)));
    const nextM = towards(m, g, 1 - beta1);
    const nextV = towards(v, graph.mul(g, g), 1 - beta2);
    const move = graph.div(graph.mul(nextM, alpha), graph.add(graph.sqrt(nextV), graph.scalar(epsilon)));
    return [graph.sub(w, move), nextM, nextV];
  },
  evaluate([w, g, m, v, { data }], { beta1, beta2, epsilon }) {
    const alpha = data[0] as number;
    const nextM = m.data.map((was, i) => was + ((g.data[i] as number) - was) * (1 - beta1));
    const nextV = v.data.map((was, i) => was + ((g.data[i] as number) ** 2 - was) * (1 - beta2));
    const next = w.data.map((was, i) => was - (alpha * (nextM[i] as number)) / (Math.sqrt(nextV[i] as number) + epsilon));
    return [next, nextM, nextV];
  },
};
