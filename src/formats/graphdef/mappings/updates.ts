/**
 * What optimizers do, where the weights lie. Where a state becomes something else, or what it becomes is read as well, the
 * formulas are written out.
 */
import type { Value } from '../../../ir/program';
import type { AdamAttributes, MomentumAttributes } from '../../../program/attributes';
import { FLOAT } from '../model';
import type { Mapping } from '../writer';

export const sgdUpdate: Mapping = {
  fits: (writer, node) => writer.updatesInPlace(node.inputs.slice(0, 1), node),
  write(writer, { inputs }) {
    const [w, g, rate] = inputs as [Value, Value, Value];
    writer.updateInPlace('ResourceApplyGradientDescent', [w], [writer.get(rate), writer.get(g)], FLOAT);
  },
};

/** Keras's form of it: the velocity holds the rate. */
export const momentumUpdate: Mapping = {
  fits: (writer, node) => writer.updatesInPlace([node.inputs[0] as Value, node.inputs[2] as Value], node),
  write(writer, { inputs, attrs }) {
    const [w, g, velocity, rate] = inputs as [Value, Value, Value, Value];
    const { momentum, nesterov } = attrs as MomentumAttributes;
    const rest = [writer.get(rate), writer.get(g), writer.emitter.scalar(momentum)];
    writer.updateInPlace('ResourceApplyKerasMomentum', [w, velocity], rest, { ...FLOAT, use_nesterov: { b: nesterov } });
  },
};

/** TensorFlow corrects the rate by powers of the betas; with powers of 0 the rate is what the Program has corrected. */
export const adamUpdate: Mapping = {
  fits: (writer, node) => writer.updatesInPlace([node.inputs[0] as Value, ...node.inputs.slice(2, 4)], node),
  write(writer, { inputs, attrs }) {
    const [w, g, m, v, alpha] = inputs as [Value, Value, Value, Value, Value];
    const { beta1, beta2, epsilon } = attrs as AdamAttributes;
    const { emitter } = writer;
    const none = emitter.scalar(0);
    const constants = [beta1, beta2, epsilon].map((value) => emitter.scalar(value));
    const rest = [none, none, writer.get(alpha), ...constants, writer.get(g)];
    writer.updateInPlace('ResourceApplyAdam', [w, m, v], rest, FLOAT);
  },
};
