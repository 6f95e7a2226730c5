/** The trainings of a file, and what they compare: a model, data and a loss. */
import type { DataDescription, Step } from '../ir/data';
import type { Callback, LossKind, Optimizer, Training } from '../ir/training';
import { readArguments } from '../language/read';
import { lossSpecs } from '../program/losses.spec';
import { optimizerSpecs } from '../program/optimizers.spec';
import type { DataNode, DescribedNode, ModelNode, TrainingNode } from './evaluated';
import { locate } from './sites';

/** From the source to the last transform. */
export function stepsOf(data: DataNode): DataNode[] {
  return data.from === undefined ? [data] : [...stepsOf(data.from), data];
}

/** Undefined where an argument of a step was refused. */
export function toDescription(data: DataNode): DataDescription | undefined {
  const nodes = stepsOf(data);
  if (nodes.some(({ reading }) => reading.problems.length > 0)) return undefined;
  const [source, ...transforms] = nodes.map(({ spec, reading }): Step => ({ op: spec.op, args: reading.args }));
  if (source === undefined) return undefined;
  const { place } = data.site;
  return { source, transforms, ...(place === undefined ? {} : { location: locate(place) }) };
}

export interface LossChoice {
  readonly kind: LossKind;
  readonly fromLogits: boolean;
}

export function lossOf({ loss }: TrainingNode): LossChoice | undefined {
  const kind = typeof loss === 'string' ? loss : loss?.spec.op;
  if (!isLossKind(kind)) return undefined;
  return { kind, fromLogits: typeof loss === 'object' && loss.reading.args.fromLogits === true };
}

const isLossKind = (name: string | undefined): name is LossKind => name !== undefined && Object.hasOwn(lossSpecs, name);

function optimizerOf(optimizer: DescribedNode | string | undefined): Optimizer | undefined {
  if (optimizer === undefined) return undefined;
  if (typeof optimizer === 'object') {
    const { schedule } = optimizer;
    const learningRate = schedule && { learningRate: { kind: schedule.spec.op, ...schedule.reading.args } };
    return { kind: optimizer.spec.op, ...optimizer.reading.args, ...learningRate } as Optimizer;
  }
  const spec = Object.values(optimizerSpecs).find(({ op }) => op === optimizer);
  return spec && ({ kind: spec.op, ...readArguments(spec, []).args } as Optimizer);
}

/** Undefined where something is missing or was refused: the diagnostics say what. */
export function toTraining(
  name: string,
  node: TrainingNode,
  nameOf: (model: ModelNode) => string | undefined,
): Training | undefined {
  const { reading, site } = node;
  const { metrics, epochs, batchSize, seed } = reading.args;
  const model = node.model && nameOf(node.model);
  const data = node.data && toDescription(node.data);
  const loss = lossOf(node);
  const optimizer = optimizerOf(node.optimizer);
  if (reading.problems.length > 0 || !model || !data || !loss || !optimizer) return undefined;
  const { callbacks } = node;
  const schedule = typeof node.optimizer === 'object' ? node.optimizer.schedule : undefined;
  if ([node.loss, node.optimizer, schedule, ...callbacks].some(isFaulty)) return undefined;
  const batched = data.transforms.findLast(({ op }) => op === 'batch')?.args.size;
  const { place } = site;
  return {
    v: 1,
    name,
    model,
    data,
    objectives: [{ losses: [{ ...loss, output: 0, weight: 1 }], optimizer }],
    metrics: metrics as readonly string[],
    ...(callbacks.length > 0 && {
      callbacks: callbacks.map(({ spec, reading: { args } }) => ({ kind: spec.op, ...args }) as Callback),
    }),
    epochs: epochs as number,
    batchSize: (reading.given.has('batchSize') ? batchSize : (batched ?? batchSize)) as number,
    seed: seed as number,
    ...(place === undefined ? {} : { location: locate(place) }),
  };
}

const isFaulty = (node: DescribedNode | string | undefined): boolean =>
  typeof node === 'object' && node.reading.problems.length > 0;
