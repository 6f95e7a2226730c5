/** The examples say what the README promises of them. */
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import jpeg from 'jpeg-js';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import type { EvaluationResult } from '../../src/protocol/events';
import { runsDirectory } from '../../src/runs/layout';
import { findRun, readEvaluation } from '../../src/runs/read';
import { fashionMnist } from '../needs';
import { command, example, modelwright, project, root } from './cli';

const examples = readdirSync(join(root, 'examples'), { recursive: true, encoding: 'utf8' }).filter((path) =>
  path.endsWith('.model.ts'),
);

interface CheckedFile {
  readonly path: string;
  readonly diagnostics: readonly { readonly rule: string; readonly message: string }[];
}

describe('examples', () => {
  it('have no fault', async () => {
    expect(examples).toContain('digits.model.ts');
    const { code, stdout } = await modelwright(['check', '--format', 'json', ...examples.map(example)]);
    const findings = JSON.parse(stdout).files.flatMap(({ path, diagnostics }: CheckedFile) =>
      diagnostics.map(({ rule, message }) => `${basename(path)}: ${rule} ${message}`),
    );
    // Data that do not come with Modelwright are warned of, with the way to get them.
    expect(findings.filter((finding: string) => !/^[a-z-]+\.model\.ts: data-missing /.test(finding))).toEqual([]);
    expect(findings).toContainEqual(expect.stringMatching(/^cats-vs-dogs.*data\/cats-vs-dogs is not there/));
    expect(code).toBe(0);
  });

  it('have no fault for TypeScript either, with the types that the build writes', async () => {
    const compiler = join(root, 'node_modules/typescript/bin/tsc');
    const { code, stdout } = await command(process.execPath, [compiler, '-p', join(root, 'examples')]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
  });

  it.each([
    ['mnist-mlp', 101_770, 101_632],
    ['cats-vs-dogs', 3_453_121, 236_095_488],
  ])('%s has %i parameters and takes %i MACs', async (name, parameters, macs) => {
    const { stdout } = await modelwright(['summary', '--format', 'json', example(`${name}.model.ts`)]);
    expect(JSON.parse(stdout).models[0].totals).toMatchObject({ parameters, macs });
  });
});

/** What the test said at the end of a run in a project of its own. */
async function evaluationOf(cwd: string, file: string, args: readonly string[] = []): Promise<EvaluationResult | undefined> {
  const { code, stderr } = await modelwright(['train', file, ...args], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return readEvaluation(findRun(runsDirectory(join(cwd, file.replace(/#.*/, ''))), 'latest'));
}

/** Seeds change the split too. */
async function meanAccuracy(title: string, train: (seed: string) => Promise<EvaluationResult | undefined>): Promise<number> {
  const accuracies: number[] = [];
  for (const seed of ['1', '2', '3', '4', '5']) accuracies.push((await train(seed))?.values['accuracy'] ?? Number.NaN);
  const mean = accuracies.reduce((sum, accuracy) => sum + accuracy, 0) / accuracies.length;
  const list = accuracies.map((one) => one.toFixed(3)).join(' ');
  console.log(`${title}: test accuracy of seeds 1 to 5: ${list}, mean ${mean.toFixed(3)}`);
  return mean;
}

const text = (name: string): string => readFileSync(example(name), 'utf8');

describe('digits', () => {
  it('are told apart', async () => {
    const mean = await meanAccuracy('digits', async (seed) => {
      const cwd = project({ 'digits.model.ts': text('digits.model.ts') });
      const evaluation = await evaluationOf(cwd, 'digits.model.ts', ['--seed', seed]);
      expect(evaluation).toMatchObject({ split: 'test', rows: 180 });
      return evaluation;
    });
    expect(mean).toBeGreaterThanOrEqual(0.96);
  });
});

describe('iris', () => {
  it('are told apart, from a CSV file', async () => {
    const mean = await meanAccuracy('iris', async (seed) => {
      const cwd = project({ 'iris.model.ts': text('iris.model.ts') });
      cpSync(example('data'), join(cwd, 'data'), { recursive: true });
      const evaluation = await evaluationOf(cwd, 'iris.model.ts', ['--seed', seed]);
      expect(evaluation).toMatchObject({ split: 'test', rows: 30 });
      return evaluation;
    });
    expect(mean).toBeGreaterThanOrEqual(0.93);
  });
});

describe('cats-vs-dogs', () => {
  it('trains on a folder of pictures of many sizes', async () => {
    const cwd = project({ 'cats-vs-dogs.model.ts': text('cats-vs-dogs.model.ts') });
    for (let k = 0; k < 24; k++) {
      const [width, height] = [40 + 17 * k, 300 - 9 * k];
      const data = Buffer.alloc(width * height * 4, 255);
      for (let at = 0; at < data.length; at += 4) data.set(k % 2 === 0 ? [200, (at * k) % 90, 40] : [30, 60, (at * k) % 200], at);
      const folder = join(cwd, 'data/cats-vs-dogs', k % 2 === 0 ? 'cat' : 'dog');
      mkdirSync(folder, { recursive: true });
      const png = Object.assign(new PNG({ width, height }), { data });
      if (k % 3 === 0) writeFileSync(join(folder, `${k}.png`), PNG.sync.write(png));
      else writeFileSync(join(folder, `${k}.jpg`), jpeg.encode({ width, height, data }, 80).data);
    }
    const evaluation = await evaluationOf(cwd, 'cats-vs-dogs.model.ts', ['--epochs', '1', '--batch-size', '8']);
    expect(evaluation).toMatchObject({ split: 'test', rows: 2, confusion: { classes: ['cat', 'dog'] } });
  });
});

describe('mnist-mlp', () => {
  it.skipIf(!fashionMnist)('tells clothes apart after one epoch [fashion-mnist]', async () => {
    const cwd = project({ 'mnist-mlp.model.ts': text('mnist-mlp.model.ts') });
    const evaluation = await evaluationOf(cwd, 'mnist-mlp.model.ts#fashion', ['--epochs', '1']);
    expect(evaluation).toMatchObject({ split: 'test', rows: 10_000 });
    console.log(`Fashion-MNIST: test accuracy after one epoch: ${evaluation?.values['accuracy']?.toFixed(3)}`);
    // Ten epochs, as the example has them, give 0.88.
    expect(evaluation?.values['accuracy']).toBeGreaterThanOrEqual(0.8);
  });
});
