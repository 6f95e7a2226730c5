import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readEvaluation, readStatus } from '../../src/runs/read';
import { modelwright } from './cli';
import { copyOf, latestRun, trainedProject } from './trained';

let trained: string;
beforeAll(async () => {
  trained = await trainedProject();
});

const evaluate = (cwd: string, ...args: string[]) => modelwright(['evaluate', ...args], { cwd });

describe('modelwright evaluate', () => {
  it('measures what the training measured at its end', async () => {
    const { code, stdout, stderr } = await evaluate(trained, 'latest', '--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const report = JSON.parse(stdout);
    const { v, ...known } = readEvaluation(latestRun(trained)) ?? {};
    expect(report).toMatchObject({ v: 1, run: basename(latestRun(trained)), checkpoint: 'best', ...known });
    expect(report.accuracy).toBeCloseTo(report.values.accuracy, 12);
    expect(report.micro.f1).toBeCloseTo(report.accuracy, 12);
    expect(report.classes).toHaveLength(10);
    expect(report.classes.reduce((sum: number, { support }: { support: number }) => sum + support, 0)).toBe(180);
  });

  it('takes the split and the checkpoint that are asked for', async () => {
    const { stdout } = await evaluate(trained, 'latest', '--json', '--split', 'validation', '--checkpoint', 'last');
    const { best } = readStatus(latestRun(trained));
    const { values, rows, checkpoint } = JSON.parse(stdout);
    expect({ rows, checkpoint }).toEqual({ rows: 180, checkpoint: 'last' });
    // The last epoch was the best.
    expect(values.loss).toBeCloseTo(best?.value ?? Number.NaN, 12);
    expect(JSON.parse((await evaluate(trained, 'latest', '--json', '--split', 'train')).stdout).rows).toBe(1437);
  });

  it('needs only the run: neither the model file nor the folder it was trained in', async () => {
    const cwd = copyOf(trained);
    rmSync(join(cwd, 'net.model.ts'));
    mkdirSync(join(cwd, 'deep/er'), { recursive: true });
    writeFileSync(join(cwd, 'net.model.ts'), 'this is no model');
    const { code, stdout } = await evaluate(join(cwd, 'deep/er'), 'latest', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout).values).toEqual(readEvaluation(latestRun(trained))?.values);
  });

  it('is a page for people', async () => {
    const { code, stdout } = await evaluate(trained, 'latest');
    expect(code).toBe(0);
    const lines = stdout.trimEnd().split('\n');
    expect(lines[0]).toBe(`${basename(latestRun(trained))} · best checkpoint, epoch 2 · test, 180 rows`);
    expect(lines[1]).toMatch(/^loss \d\.\d{4} {2}accuracy 0\.\d{3}$/);
    expect(lines[3]).toMatch(/^class +precision +recall +f1 +rows$/);
    expect(lines.filter((line) => /^(macro|micro|weighted)( +0\.\d{3}){3}$/.test(line))).toHaveLength(3);
    expect(lines.filter((line) => /^truth( +\d)+$/.test(line))).toHaveLength(1);
  });
});
