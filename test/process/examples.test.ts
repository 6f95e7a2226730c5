/** The examples say what the README promises of them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runsDirectory } from '../../src/runs/layout';
import { findRun, readEvaluation } from '../../src/runs/read';
import { command, example, modelwright, project, root } from './cli';

const examples = readdirSync(join(root, 'examples'), { recursive: true, encoding: 'utf8' }).filter((path) =>
  path.endsWith('.model.ts'),
);

describe('examples', () => {
  it('have no fault', async () => {
    expect(examples).toContain('digits.model.ts');
    const { code, stdout } = await modelwright(['check', ...examples.map(example)]);
    expect(stdout).toBe(`0 errors, 0 warnings in ${examples.length} files\n`);
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

const digits = readFileSync(example('digits.model.ts'), 'utf8');

describe('digits', () => {
  it('are told apart: five seeds, which change the split too', async () => {
    const accuracies: number[] = [];
    for (const seed of [1, 2, 3, 4, 5]) {
      const cwd = project({ 'digits.model.ts': digits });
      const { code } = await modelwright(['train', 'digits.model.ts', '--seed', String(seed)], { cwd });
      expect(code).toBe(0);
      const evaluation = readEvaluation(findRun(runsDirectory(join(cwd, 'digits.model.ts')), 'latest'));
      expect(evaluation).toMatchObject({ split: 'test', rows: 180 });
      accuracies.push(evaluation?.values['accuracy'] ?? Number.NaN);
    }
    const mean = accuracies.reduce((sum, accuracy) => sum + accuracy, 0) / accuracies.length;
    console.log(`test accuracy of seeds 1 to 5: ${accuracies.map((one) => one.toFixed(3)).join(' ')}, mean ${mean.toFixed(3)}`);
    expect(mean).toBeGreaterThanOrEqual(0.96);
  });
});
