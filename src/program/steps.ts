/** The Programs that a network is run by: a training step, an evaluation, a prediction. Ports are named as in `ir/step`. */
import type { Network } from '../ir/network';
import type { Program, Value } from '../ir/program';
import { gradientPort, outputPort, probePort, ratePort } from '../ir/step';
import type { Objective, Training } from '../ir/training';
import { addLosses } from './compare';
import { differentiate } from './differentiate';
import { Graph } from './graph';
import { type LoweredNetwork, lower, type NetworkWeight } from './lower';
import type { LoweringTable } from './lowering';
import { applyOptimizer, type Trained } from './optimizers';
import { primitives } from './primitives';

interface EvaluationOptions {
  /** Every output that has a loss takes one weight per sample. */
  readonly sampleWeights?: boolean;
}

interface StepOptions extends EvaluationOptions {
  /** The gradients of the weights become outputs. */
  readonly gradients?: boolean;
}

/** (weights, what optimizers keep; batch, rates) → (weights', ...; losses, metric sums) */
export function buildTrainingStep(
  network: Network,
  training: Training,
  lowerings: LoweringTable,
  { sampleWeights = false, gradients = false }: StepOptions = {},
): Program {
  const graph = new Graph(`${network.name}/training`, primitives);
  const { outputs, weights } = lower(network, lowerings, graph, true);
  const losses = addLosses(graph, outputs, training, sampleWeights);
  // All gradients are taken before any weight changes.
  const trained = training.objectives.map((objective, k) => gradientsOf(graph, losses[k] as Value, objective, weights));
  for (const [k, { optimizer }] of training.objectives.entries()) {
    const own = trained[k] as Trained[];
    applyOptimizer(graph, optimizer, k, graph.input(ratePort(k), { shape: [], dtype: 'float32' }), own);
    if (gradients) for (const { name, gradient } of own) graph.output(gradientPort(name), gradient);
  }
  return graph.finish();
}

/** (weights; batch) → (outputs, losses, metric sums), with layers as they behave after training. */
export function buildEvaluation(
  network: Network,
  training: Training,
  lowerings: LoweringTable,
  { sampleWeights = false }: EvaluationOptions = {},
): Program {
  const graph = new Graph(`${network.name}/evaluation`, primitives);
  const { outputs } = lower(network, lowerings, graph, false);
  addOutputs(graph, outputs);
  addLosses(graph, outputs, training, sampleWeights);
  return graph.finish();
}

/** (weights; inputs) → outputs */
export function buildInference(network: Network, lowerings: LoweringTable): Program {
  const graph = new Graph(network.name, primitives);
  addOutputs(graph, lower(network, lowerings, graph, false).outputs);
  return graph.finish();
}

/** (weights; inputs) → whether what each call gives is finite, with layers as they behave while training or after it. */
export function buildProbe(network: Network, lowerings: LoweringTable, training: boolean): Program {
  const graph = new Graph(`${network.name}/probe`, primitives);
  for (const [k, values] of lower(network, lowerings, graph, training).calls.entries()) {
    const sums = values
      .filter((value) => graph.typeOf(value).dtype === 'float32')
      // 0 times a finite number is 0, and NaN times anything else.
      .map((value) => graph.reduceSum(graph.mul(value, graph.scalar(0))));
    if (sums.length > 0) graph.output(probePort(k), sums.reduce(graph.add));
  }
  return graph.finish();
}

function addOutputs(graph: Graph, outputs: LoweredNetwork['outputs']): void {
  for (const [k, { value }] of outputs.entries()) graph.output(outputPort(k), value);
}

/** The weights that an objective changes: those it may, where the loss depends on them. */
function gradientsOf(graph: Graph, loss: Value, { of }: Objective, weights: readonly NetworkWeight[]): Trained[] {
  const own = weights.filter(({ layer, trainable }) => trainable && (of?.includes(layer) ?? true));
  const gradients = differentiate(
    graph,
    loss,
    own.map(({ value }) => value),
  );
  return own.flatMap(({ name, value }, k) => {
    const gradient = gradients[k];
    return gradient === undefined ? [] : [{ name, weight: value, gradient }];
  });
}
