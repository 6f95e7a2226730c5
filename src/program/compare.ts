/** Compares what a network gives with what it should give: targets come in, losses and metric sums go out. */
import type { Value } from '../ir/program';
import { lossPort, metricPort, sampleWeightPort, targetPort } from '../ir/step';
import type { Loss, Training } from '../ir/training';
import type { Graph } from './graph';
import { lossPerSample, targetType } from './losses';
import type { NetworkOutput } from './lower';
import { counts, metrics } from './metrics';
import { formatType, sameType } from './shapes';

/** An output that has losses, with what it is compared with. */
interface Compared {
  readonly output: NetworkOutput;
  readonly losses: readonly Loss[];
  readonly target: Value;
  readonly weights?: Value;
}

/** Adds the ports that compare the outputs, and answers with the loss of each objective. */
export function addLosses(graph: Graph, outputs: readonly NetworkOutput[], training: Training, sampleWeights: boolean): Value[] {
  const all = training.objectives.flatMap(({ losses }) => losses);
  const compared = new Map<number, Compared>();
  for (const position of new Set(all.map(({ output }) => output))) {
    const output = outputs[position];
    if (output === undefined) throw new TypeError(`A loss reads output ${position} of ${outputs.length}.`);
    const losses = all.filter((loss) => loss.output === position);
    compared.set(position, addTarget(graph, position, output, losses, sampleWeights));
  }

  const objectives = training.objectives.map(({ losses }, k) => {
    const loss = losses.map((part) => meanLoss(graph, part, compared.get(part.output) as Compared)).reduce(graph.add);
    graph.output(lossPort(k), loss);
    return loss;
  });

  const needed = training.metrics.flatMap((name) => {
    const metric = metrics[name];
    if (metric === undefined) throw new TypeError(`There is no metric '${name}'.`);
    return metric.counts;
  });
  for (const name of new Set(needed)) {
    for (const [position, { output, losses, target }] of compared) {
      const count = counts[name]?.(graph, losses[0] as Loss, output, target);
      if (count !== undefined) graph.output(metricPort(name, position), count);
    }
  }
  return objectives;
}

function addTarget(
  graph: Graph,
  position: number,
  output: NetworkOutput,
  losses: readonly Loss[],
  sampleWeights: boolean,
): Compared {
  const [type, ...others] = losses.map(({ kind }) => targetType(kind, graph.typeOf(output.value)));
  if (type === undefined) throw new TypeError(`Output ${position} has no loss.`);
  const other = others.find((candidate) => !sameType(candidate, type));
  if (other !== undefined) {
    throw new TypeError(`The losses of output ${position} want two targets: ${formatType(type)} and ${formatType(other)}.`);
  }
  const target = graph.input(targetPort(position), type);
  if (!sampleWeights) return { output, losses, target };
  const weights = graph.input(sampleWeightPort(position), { shape: type.shape.slice(0, 1), dtype: 'float32' });
  return { output, losses, target, weights };
}

/** Keras's `sum_over_batch_size`: weights scale the losses of samples, the number that divides stays that of samples. */
function meanLoss(graph: Graph, loss: Loss, { output, target, weights }: Compared): Value {
  const perSample = lossPerSample(graph, loss, output, target);
  const weighted = weights === undefined ? perSample : graph.mul(perSample, alongBatch(graph, weights, perSample));
  const mean = graph.reduceMean(weighted);
  return loss.weight === 1 ? mean : graph.mul(mean, graph.scalar(loss.weight));
}

/** [batch] → [batch, 1, ..], to broadcast with a value that has more axes. */
function alongBatch(graph: Graph, weights: Value, value: Value): Value {
  const [batch = 1, ...positions] = graph.shapeOf(value);
  return graph.reshape(weights, [batch, ...positions.map(() => 1)]);
}
