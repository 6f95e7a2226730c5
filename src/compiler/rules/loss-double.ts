import type { LossKind } from '../../ir/training';
import { type CallNode, callsOf, type TrainingNode, trainingsOf } from '../evaluated';
import { lossOf } from '../trainings';
import { dropLayer } from './edits';
import { callers, callLocation, lastActivation, layerLocation, outputType } from './flow';
import { lossLocation, takeProbabilities } from './loss';
import type { CheckRule, Finding } from './rule';

/** The activation that makes probabilities of what each loss calls logits. */
export const PROBABILITIES: Partial<Record<LossKind, string>> = {
  categoricalCrossentropy: 'softmax',
  sparseCategoricalCrossentropy: 'softmax',
  binaryCrossentropy: 'sigmoid',
};

export const lossDouble: CheckRule = {
  id: 'loss-double',
  severity: 'error',
  title: 'Softmax or sigmoid is applied twice.',
  doc: `Softmax and sigmoid make probabilities of raw scores. Applied to probabilities they give numbers that are nearly equal, so
that the loss can't fall far and training stalls. A loss with fromLogits: true applies them itself; the last layer must then have
no activation.`,
  messages: {
    loss: '{loss} expects raw scores, but {op} already went through {activation}. Drop fromLogits, or the activation.',
    layers: '{op} applies {activation} to what already went through {activation}. Drop one of them.',
  },

  *check({ evaluated }) {
    for (const training of trainingsOf(evaluated)) yield* inLoss(training);
    for (const call of callsOf(evaluated)) yield* inLayers(call);
  },
};

function* inLoss(training: TrainingNode): Generator<Finding> {
  const [output, ...others] = training.model?.outputs ?? [];
  const loss = lossOf(training);
  const last = output === undefined || others.length > 0 ? undefined : lastActivation(output);
  if (loss === undefined || last === undefined || !loss.fromLogits || last.activation !== PROBABILITIES[loss.kind]) return;
  const { activation, call } = last;
  const { layer } = call;
  const undeclare = takeProbabilities(training);
  yield {
    message: 'loss',
    params: { loss: loss.kind, op: layer.spec.op, activation },
    at: lossLocation(training),
    layer,
    related: [{ message: `${layer.spec.op} is here.`, location: layerLocation(layer, 'activation') }],
    fixes: undeclare === undefined ? [] : [{ title: 'Drop fromLogits', edits: undeclare }],
  };
}

function* inLayers(call: CallNode): Generator<Finding> {
  const { layer, inputs } = call;
  const { activation } = layer.reading.args;
  const [input] = inputs;
  if (layer.spec.family !== 'activation' || input === undefined || (activation !== 'softmax' && activation !== 'sigmoid')) return;
  const before = lastActivation(input);
  if (before?.activation !== activation) return;
  // Between them, flatten() may have changed what softmax goes over.
  if (outputType(before.call)?.shape.length !== outputType(call)?.shape.length) return;
  const drop = dropLayer(layer.site, call.site);
  yield {
    message: 'layers',
    params: { op: layer.spec.op, activation },
    at: callLocation(call),
    layer,
    related: [
      { message: `${before.call.layer.spec.op} is here.`, location: layerLocation(before.call.layer, 'activation') },
      ...callers(call.site),
    ],
    fixes: drop === undefined ? [] : [{ title: `Drop ${layer.spec.op}()`, edits: [drop] }],
  };
}
