import type { Value } from '../ir/program';
import type { Lowering } from '../program/lowering';

/** Inverted dropout: what is kept is scaled up, so that nothing has to be done after training. */
export const dropout: Lowering<{ readonly rate: number }, readonly [Value]> = {
  lower({ graph: g, id, call, args: { rate }, inputs: [x], training }) {
    if (!training || rate === 0) return { outputs: [x] };
    const chance = g.random(call === 0 ? id : `${id}#${call}`, g.shapeOf(x));
    const kept = g.cast(g.greaterEqual(chance, g.scalar(rate)), 'float32');
    return { outputs: [g.mul(x, g.mul(kept, g.scalar(1 / (1 - rate))))] };
  },
};
