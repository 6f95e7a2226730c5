import { type Output, type TrainingNode, trainingsOf } from '../evaluated';
import { lossOf } from '../trainings';
import { classesOf, oneUnitOf } from './comparison';
import { setArgument } from './edits';
import { lastActivation, layerLocation } from './flow';
import { lossLocation, takeLogits } from './loss';
import { PROBABILITIES } from './loss-double';
import type { CheckRule, Finding } from './rule';

export const lossLogits: CheckRule = {
  id: 'loss-logits',
  severity: 'error',
  title: 'The loss expects probabilities and gets raw scores.',
  doc: `A cross-entropy compares probabilities, from 0 to 1. Raw scores of a layer without activation (logits) must be declared,
with fromLogits: true, or go through softmax or sigmoid first.`,
  messages: {
    logits:
      '{loss} expects probabilities, but {op} gives raw scores. Set fromLogits: true, or give the layer the activation {activation}.',
  },

  *check(checked) {
    for (const training of trainingsOf(checked.evaluated)) {
      const [output, ...others] = training.model?.outputs ?? [];
      // Softmax does not help a single unit: another loss does, which another rule says.
      const one = oneUnitOf(checked, training);
      if (one !== undefined && (one.target === undefined || (classesOf(one.target)?.classes ?? 0) <= 2)) continue;
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
  }
}
