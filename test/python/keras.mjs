// `node test/python/keras.mjs`: makes test/fixtures/keras/facts.safetensors with Keras 3. Needs Python (MODELWRIGHT_PYTHON) with
// keras and torch. Dropout masks are ours, so that Keras drops what Modelwright drops.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
const STEPS = 20;
const BATCH = 7;
const SEED = 3;
const RATE = 0.3;
/** Sizes of one sample where a dropout stands, by network. */
const dropped = { mlp: [17], cnn: [1, 2, 5] };

const { outputFiles } = await esbuild.build({
  entryPoints: ['src/program/philox.ts'],
  absWorkingDir: root,
  bundle: true,
  format: 'esm',
  write: false,
});
const { uniform } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);

const masks = Object.entries(dropped).map(([name, sizes]) => {
  const length = sizes.reduce((a, b) => a * b, BATCH);
  const steps = Array.from({ length: STEPS }, (_, at) => [...uniform(length, { seed: SEED, id: 'dropout', step: at + 1 })]);
  return [name, steps.map((numbers) => numbers.map((u) => (u >= RATE ? 1 / (1 - RATE) : 0)))];
});

const { status } = spawnSync(
  process.env.MODELWRIGHT_PYTHON ?? 'python3',
  [`${root}test/python/keras_facts.py`, `${root}test/fixtures/keras/facts.safetensors`],
  {
    input: JSON.stringify({ batch: BATCH, masks: Object.fromEntries(masks) }),
    stdio: ['pipe', 'inherit', 'inherit'],
    env: { ...process.env, KERAS_BACKEND: 'torch' },
  },
);
process.exitCode = status ?? 1;
