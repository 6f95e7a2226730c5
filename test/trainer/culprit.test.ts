/** A loss that is no longer a number is traced to the layer that broke first. */
import { describe, expect, it } from 'vitest';
import type { Engine, Tensors } from '../../src/engines/engine';
import type { Initializer, Network } from '../../src/ir/network';
import type { Training } from '../../src/ir/training';
import { digits } from '../data/host';
import { startEngine } from '../engines/support';
import { learningRate, mlp, ofKind, trainDigits } from './fixture';

const constant = (value: number): Initializer => ({ kind: 'constant', value });

/** The network with other first values of some kernels. */
const startingFrom = (kernels: Readonly<Record<string, Initializer>>): Network => ({
  ...mlp,
  layers: mlp.layers.map((layer) => ({
    ...layer,
    weights: layer.weights.map((weight) => ({
      ...weight,
      initializer: kernels[`${layer.id}/${weight.name}`] ?? weight.initializer,
    })),
  })),
});

async function findingOf(change: Partial<Training>, network: Network = mlp, openEngine?: () => Promise<Engine>) {
  const outcome = await trainDigits(change, { network, ...(openEngine && { openEngine }) });
  expect(outcome).toMatchObject({ state: 'diverged', exitCode: 3 });
  const findings = ofKind(outcome.events, 'finding');
  expect(findings).toHaveLength(1);
  const [finding] = findings;
  expect(outcome.reason).toEqual(finding?.message);
  return { layer: finding?.layer, id: finding?.message.id, step: finding?.step, text: finding?.message.text };
}

/** An engine that is given a broken picture in some runs. */
async function brokenPicture(isMeant: (program: string, step: number) => boolean): Promise<Engine> {
  const engine = await startEngine(1);
  const run: Engine['run'] = (program, feeds) => {
    if (!isMeant(program, feeds.step)) return engine.run(program, feeds);
    const { 'input/image': image } = feeds.inputs;
    const broken: Tensors = image
      ? { 'input/image': { ...image, data: Float32Array.from(image.data).fill(Number.NaN, 70, 71) } }
      : {};
    return engine.run(program, { ...feeds, inputs: { ...feeds.inputs, ...broken } });
  };
  return { ...engine, run };
}

describe('the layer to blame', () => {
  it('is the one whose output is the first that is not finite', async () => {
    const network = startingFrom({ 'digit/kernel': constant(1e38) });
    expect(await findingOf({}, network)).toMatchObject({ layer: 'digit', id: 'broke-in-output', step: 1 });
    const first = startingFrom({ 'dense_1/kernel': constant(1e38) });
    expect(await findingOf({}, first)).toMatchObject({ layer: 'dense_1', id: 'broke-in-output', step: 1 });
  });

  it('is found in a later epoch too, from the last checkpoint on', async () => {
    const { text, ...finding } = await findingOf(learningRate(1e30));
    expect(finding).toEqual({ layer: 'digit', id: 'broke-in-output', step: 2 });
    expect(text).toMatch(
      /^The loss is NaN at step 2: digit was the first whose output is not finite\. Lower the learning rate \(now 1e\+30\)/,
    );
    const late = await findingOf({}, mlp, () => brokenPicture((program, step) => program !== 'evaluation' && step === 34));
    expect(late).toMatchObject({ layer: 'image', id: 'broke-in-data', step: 35 });
  });

  it('is the input where the data are broken', async () => {
    const found = await findingOf({}, mlp, () => brokenPicture((program) => program === 'evaluation' || program === 'forward'));
    expect(found).toEqual({
      layer: 'image',
      id: 'broke-in-data',
      step: 15,
      text: 'The val_loss is NaN at step 15: not all values that come in at image are finite numbers. Look for empty or broken entries in the data.',
    });
  });

  it('is the one whose gradient overflowed, one step before', async () => {
    const squares: Partial<Training> = {
      data: digits(['split', { validation: 0.1, test: 0.1 }], ['normalize'], ['oneHot']),
      objectives: [
        {
          losses: [{ kind: 'meanSquaredError', output: 0, fromLogits: false, weight: 1 }],
          optimizer: { kind: 'sgd', learningRate: 1e-9, momentum: 0, nesterov: false },
        },
      ],
    };
    const linear: Network = {
      ...startingFrom({ 'dense_1/kernel': constant(1e-17), 'digit/kernel': constant(1e30) }),
    };
    const layers = linear.layers.map((layer) =>
      layer.id === 'digit' ? { ...layer, args: { ...layer.args, activation: 'linear' } } : layer,
    );
    expect(await findingOf(squares, { ...linear, layers })).toMatchObject({ layer: 'dense_1', id: 'broke-in-gradient', step: 2 });
  });

  it('is the one whose weights the step before made infinite', async () => {
    expect(await findingOf(learningRate(1e39))).toMatchObject({ layer: 'dense_1', id: 'broke-in-update', step: 2 });
  });
});
