import type { Value } from '../ir/program';
import type { Lowering } from '../program/lowering';

type BatchNormalizationArguments = {
  readonly momentum: number;
  readonly epsilon: number;
  readonly center: boolean;
  readonly scale: boolean;
};

/** A frozen one behaves as after training, as in Keras: its moving statistics stay and are what it normalizes by. */
export const batchNormalization: Lowering<BatchNormalizationArguments, readonly [Value]> = {
  lower({ graph: g, args: { momentum, epsilon, center, scale }, inputs: [x], weight, training, trainable }) {
    const perChannel = (value: number): Value => g.broadcastTo(g.scalar(value), g.shapeOf(x).slice(-1));
    const gamma = scale ? weight('gamma') : perChannel(1);
    const beta = center ? weight('beta') : perChannel(0);
    const [movingMean, movingVariance] = [weight('moving_mean'), weight('moving_variance')];
    if (!training || !trainable) {
      const factor = g.div(gamma, g.sqrt(g.add(movingVariance, g.scalar(epsilon))));
      return { outputs: [g.add(g.mul(x, factor), g.sub(beta, g.mul(movingMean, factor)))] };
    }
    const { y, mean, variance } = g.batchNormalization(x, gamma, beta, { epsilon });
    const follow = (moving: Value, current: Value): void => {
      const kept = g.mul(g.latest(moving), g.scalar(momentum));
      g.update(moving, g.add(kept, g.mul(current, g.scalar(1 - momentum))));
    };
    follow(movingMean, mean);
    follow(movingVariance, variance);
    return { outputs: [y] };
  },
};
