/** The files that are written are what the ONNX project says they have to be. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { writeOnnx } from '../../src/formats/onnx/write';
import type { Program } from '../../src/ir/program';
import { initialState } from '../../src/program/initial-state';
import { cnn, evaluation, inference, mlp, phrases, residual, trainingStep } from '../engines/steps';
import { python } from '../needs';
import { cases } from '../program/cases';
import { graph } from '../program/support';

const script = fileURLToPath(new URL('../python/check_onnx.py', import.meta.url));

/** Runs the checker over all files at once, and answers with the domains of the operators in them. */
async function check(files: Readonly<Record<string, Uint8Array>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'onnx-'));
  try {
    const paths = await Promise.all(
      Object.entries(files).map(async ([name, bytes]) => {
        const path = join(folder, `${name}.onnx`);
        await writeFile(path, bytes);
        return path;
      }),
    );
    const { stdout } = await promisify(execFile)(python as string, [script, ...paths]);
    return stdout.trim();
  } finally {
    await rm(folder, { recursive: true });
  }
}

test.skipIf(python === undefined)(
  '[python] training, evaluation and inference pass the checker, with standard operators only',
  async () => {
    const files = [mlp, cnn, residual, phrases].flatMap((network): [string, Uint8Array][] => {
      const weights = initialState(network, inference(network), 1);
      return [
        [`${network.name}-training`, writeOnnx(trainingStep(network, true))],
        [`${network.name}-evaluation`, writeOnnx(evaluation(network))],
        [`${network.name}-inference`, writeOnnx(inference(network))],
        [
          `${network.name}-inference-with-weights`,
          writeOnnx(inference(network), { weights, metadata: { source: network.name } }),
        ],
      ];
    });
    expect(await check(Object.fromEntries(files))).toBe('');
  },
);

test.skipIf(python === undefined)('[python] every primitive passes the checker', async () => {
  const program = (op: string, k: number): Program => {
    const g = graph(op);
    const { inputs, attrs } = cases[op]?.[k] ?? { inputs: [], attrs: {} };
    const values = inputs.map(({ tensor, declared }, at) => g.input(`${at}`, { shape: declared, dtype: tensor.dtype }));
    for (const [at, value] of g.emit(op, values, attrs).entries()) g.output(`y/${at}`, value);
    return g.finish();
  };
  const files = Object.entries(cases).flatMap(([op, list]) => list.map((_, k) => [`${op}-${k}`, writeOnnx(program(op, k))]));
  expect(await check(Object.fromEntries(files))).toBe('');
});
