/** Optimizers in primitives: how gradients become new weights, and what is kept from step to step. Keras 3's formulas. */
import type { Value } from '../ir/program';
import type { Optimizer } from '../ir/training';
import type { Graph } from './graph';

export interface Trained {
  /** Name of the weight's state; what the optimizer keeps for it is named below. */
  readonly name: string;
  readonly weight: Value;
  readonly gradient: Value;
}

/** Sets what the weights are after the step. `rate` is a scalar; `objective` names what is kept once for all weights. */
export function applyOptimizer(
  g: Graph,
  optimizer: Optimizer,
  objective: number,
  rate: Value,
  trained: readonly Trained[],
): void {
  const update = optimizer.kind === 'adam' ? adam(g, optimizer, objective, rate) : sgd(g, optimizer, rate);
  for (const { name, weight, gradient } of trained) update(name, weight, gradient);
}

type Update = (name: string, weight: Value, gradient: Value) => void;

/** States like the weight, zero at first: `kernel/adam/m`. */
const slot = (g: Graph, name: string, weight: Value): Value => g.state(name, g.typeOf(weight));

function sgd(g: Graph, { momentum, nesterov }: Optimizer & { readonly kind: 'sgd' }, rate: Value): Update {
  return (name, weight, gradient) => {
    const before = g.latest(weight);
    if (momentum === 0) return g.update(weight, g.sgdUpdate(before, gradient, rate));
    const velocity = slot(g, `${name}/sgd/velocity`, weight);
    const [after, nextVelocity] = g.momentumUpdate(before, gradient, velocity, rate, { momentum, nesterov });
    g.update(weight, after);
    g.update(velocity, nextVelocity);
  };
}

function adam(g: Graph, optimizer: Optimizer & { readonly kind: 'adam' }, objective: number, rate: Value): Update {
  const { beta1, beta2, epsilon } = optimizer;
  const iterations = g.state(`objective/${objective}/iterations`, { shape: [], dtype: 'float32' });
  const one = g.scalar(1);
  const count = g.add(iterations, one);
  g.update(iterations, count);
  // The means start at 0 and are too small at first: the step is scaled up accordingly.
  const missing = (beta: number): Value => g.sub(one, g.pow(g.scalar(beta), count));
  const alpha = g.div(g.mul(rate, g.sqrt(missing(beta2))), missing(beta1));
  return (name, weight, gradient) => {
    const [m, v] = [slot(g, `${name}/adam/m`, weight), slot(g, `${name}/adam/v`, weight)];
    const [after, nextM, nextV] = g.adamUpdate(g.latest(weight), gradient, m, v, alpha, { beta1, beta2, epsilon });
    g.update(weight, after);
    g.update(m, nextM);
    g.update(v, nextV);
  };
}
