import type { LossKind } from '../../ir/training';
import { type Output, type TrainingNode, trainingsOf } from '../evaluated';
import { lossOf } from '../trainings';
import { setArgument } from './edits';
import { lastActivation, layerLocation } from './flow';
import { lossLocation, takeLogits, takeProbabilities } from './loss';
import type { CheckRule, Finding } from './rule';

/** The activation that makes probabilities of what each loss calls logits. */
const PROBABILITIES: Partial<Record<LossKind, string>> = {
  categoricalCrossentropy: 'softmax',
  sparseCategoricalCrossentropy: 'softmax',
  binaryCrossentropy: 'sigmoid',
};

export const lossLogits: CheckRule = {
  id: 'loss-logits',
  severity: 'error',
  title: 'The loss expects probabilities and gets raw scores, or the reverse.',
  doc: `A cross-entropy compares probabilities, from 0 to 1. Raw scores of a layer without activation (logits) must be declared,
with fromLogits: true, or go through softmax or sigmoid first. Both together squash the scores twice, and training stalls.`,
  messages: {
    logits:
      '{loss} expects probabilities, but {op} gives raw scores. Set fromLogits: true, or give the layer the activation {activation}.',
    twice: '{loss} expects raw scores, but {op} already went through {activation}. Drop fromLogits, or the activation.',
  },

  *check({ evaluated }) {
    for (const training of trainingsOf(evaluated)) {
      const [output, ...others] = training.model?.outputs ?? [];
      if (output !== undefined && others.length === 0) yield* compare(training, output);
    }
  },
};

function* compare(training: TrainingNode, output: Output): Generator<Finding> {
  const loss = lossOf(training);
  const wanted = loss && PROBABILITIES[loss.kind];
  const last = lastActivation(output);
  if (loss === undefined || wanted === undefined || last === undefined) return;
  const { activation, call } = last;
  const { layer } = call;
  const common = { layer, at: lossLocation(training) };
  const related = [{ message: `${layer.spec.op} is here.`, location: layerLocation(layer, 'activation') }];
  if (!loss.fromLogits && activation === 'linear') {
    const declare = takeLogits(training, loss.kind);
    const activate = layer.calls.length === 1 ? setArgument(layer.site, layer.spec, 'activation', `'${wanted}'`) : undefined;
    yield {
      message: 'logits',
      params: { loss: loss.kind, op: layer.spec.op, activation: wanted },
      ...common,
      related,
      fixes: [
        ...(declare === undefined ? [] : [{ title: 'Set fromLogits: true', edits: declare }]),
        ...(activate === undefined ? [] : [{ title: `Add ${wanted} to ${layer.spec.op}()`, edits: [activate] }]),
      ],
    };
  } else if (loss.fromLogits && activation === wanted) {
    const undeclare = takeProbabilities(training);
    yield {
      message: 'twice',
      params: { loss: loss.kind, op: layer.spec.op, activation },
      ...common,
      related,
      fixes: undeclare === undefined ? [] : [{ title: 'Drop fromLogits', edits: undeclare }],
    };
  }
}
