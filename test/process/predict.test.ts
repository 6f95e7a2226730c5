import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { cli, modelwright } from './cli';
import { copyOf, trainedProject } from './trained';

let trained: string;
beforeAll(async () => {
  trained = await trainedProject();
});

const predict = (cwd: string, ...args: string[]) => modelwright(['predict', 'latest', ...args], { cwd });

const linesOf = (stdout: string) =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

/** Values between 0 and 1 that differ from row to row. */
const row = (seed: number): number[] => Array.from({ length: 64 }, (_, k) => ((k * 37 + seed * 101) % 17) / 17);
const nested = (flat: readonly number[]): number[][][] =>
  Array.from({ length: 8 }, (_, y) => Array.from({ length: 8 }, (_, x) => [flat[8 * y + x] ?? 0]));

describe('modelwright predict', () => {
  it('answers flat and nested rows alike, one line each', async () => {
    const cwd = copyOf(trained);
    writeFileSync(join(cwd, 'rows.json'), JSON.stringify([row(1), nested(row(1)), { scan: row(2) }, row(3)]));
    const { code, stdout, stderr } = await predict(cwd, 'rows.json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [first, second, ...others] = linesOf(stdout);
    expect(first).toEqual({ row: 1, class: expect.stringMatching(/^\d$/), probability: expect.any(Number) });
    expect(first.probability).toBeGreaterThanOrEqual(0.1);
    expect(first.probability).toBeLessThanOrEqual(1);
    expect(second).toEqual({ ...first, row: 2 });
    expect(others.map(({ row: number }) => number)).toEqual([3, 4]);
  });

  it('reads standard input', () => {
    const args = [cli, 'predict', 'latest', '-'];
    const { status, stdout } = spawnSync(process.execPath, args, {
      cwd: trained,
      input: JSON.stringify(row(1)),
      encoding: 'utf8',
    });
    expect(status).toBe(0);
    expect(linesOf(stdout)).toHaveLength(1);
  });

  it('answers rows of the data, as evaluate counts them', async () => {
    const { code, stdout } = await predict(trained, '--split', 'test');
    expect(code).toBe(0);
    const answers = linesOf(stdout);
    expect(answers.map(({ row: number }) => number)).toEqual(answers.map((_, k) => k + 1));
    const right = answers.filter(({ class: answer, truth }) => answer === truth).length;
    const { stdout: evaluated } = await modelwright(['evaluate', 'latest', '--json'], { cwd: trained });
    const { accuracy, rows } = JSON.parse(evaluated);
    expect(answers).toHaveLength(rows);
    expect(right / rows).toBeCloseTo(accuracy, 12);
  });

  it.each([
    [[row(1), row(2), row(3).slice(1)], 'row 3 has 63 values; scan takes 8 × 8 × 1 = 64.'],
    [[[1]], 'row 1 has 1 value; scan takes 8 × 8 × 1 = 64.'],
    [[nested(row(1)).map((line) => line.flat())], 'row 1 is 8 × 8; scan takes 8 × 8 × 1 = 64.'],
    [[[row(1).slice(0, 10), row(1).slice(10)]], 'row 1 is a list of lists that differ in length; scan takes 8 × 8 × 1 = 64.'],
    [[row(1), [...row(1).slice(1), 'a']], 'row 2, value 64 is "a", and scan takes a number there.'],
    [[{ scam: row(1) }], 'row 1 has no \'scan\'. Write: { "scan": [...] }'],
  ])('says which row does not fit: %#', async (rows, problem) => {
    const cwd = copyOf(trained);
    writeFileSync(join(cwd, 'rows.json'), JSON.stringify(rows));
    expect(await predict(cwd, 'rows.json')).toEqual({ code: 2, stdout: '', stderr: `error rows.json: ${problem}\n` });
  });

  it.each([
    ['[[1, 2', /^error rows\.json is no JSON: .*\n$/],
    ['{}', /^error rows\.json is to hold a list of rows: \[\[\.\.\.\], \[\.\.\.\]\]\n$/],
    ['[]', /^error rows\.json holds no rows\.\n$/],
  ])('says what is wrong with the file %j', async (text, message) => {
    const cwd = copyOf(trained);
    writeFileSync(join(cwd, 'rows.json'), text);
    const { code, stdout, stderr } = await predict(cwd, 'rows.json');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });
});
