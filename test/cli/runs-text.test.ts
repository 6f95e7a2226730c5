import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runJson } from '../../src/cli/render/run-json';
import { runLines, runTable } from '../../src/cli/render/runs-text';
import { PLAIN } from '../../src/cli/terminal/style';
import { runsDirectory } from '../../src/runs/layout';
import { surveyRun, surveyRuns } from '../../src/runs/survey';
import { newRun, temporaryFolder } from '../runs/fixture';

const looks = { style: PLAIN, columns: 120 };

test('a run that is trained now says how it goes, and one that has ended does not', async () => {
  const project = temporaryFolder();
  const table = (): string[] => runTable(surveyRuns(runsDirectory(join(project, 'any.model.ts'))), looks);
  const run = await newRun(project);
  const values = { loss: 0.142, accuracy: 0.95 };
  run.sayProgress(() => ({ epochs: 2, steps: 90, values }));
  run.update({ state: 'running', epoch: 1, step: 45 });
  expect(table()[0]).toMatch(/^run +state +epoch +now +best +evaluation +file$/);
  expect(table()[1]).toMatch(/ training +1\/2 +loss 0\.1420 +models\/digits\.model\.ts$/);

  const progress = { epochs: 2, steps: 90, values, stepsPerSecond: 812, secondsLeft: 120 };
  run.sayProgress(() => progress);
  run.update({});
  expect(table()[1]).toMatch(/ training +1\/2 +loss 0\.1420, 812 steps\/s, 2 min left +models/);
  const now = (): string | undefined => runLines(surveyRun(run.directory), [], looks).find((line) => /^ +now /.test(line));
  expect(now()).toMatch(/^ +now +loss 0\.1420, accuracy 0\.950, 812 steps\/s, 2 min left$/);
  expect(runJson(surveyRun(run.directory))).toMatchObject({ state: 'running', progress });

  run.update({ state: 'paused' });
  expect(table()[1]).toMatch(/ paused +1\/2 +loss 0\.1420 +models/);

  run.update({ state: 'stopped', exitCode: 130 });
  run.close();
  expect(table()[0]).toMatch(/^run +state +epoch +best +evaluation +file$/);
  expect(now()).toBeUndefined();
  expect(runJson(surveyRun(run.directory))).not.toHaveProperty('progress');
});

test('counts of a long run are written as everywhere else', async () => {
  const run = await newRun(temporaryFolder());
  run.sayProgress(() => ({ epochs: 12000, steps: 540_000, values: {} }));
  run.update({ state: 'running', epoch: 1204, step: 54_180 });
  const lines = runLines(surveyRun(run.directory), [], looks);
  expect(lines).toContain('  done      1,204/12,000 epochs, 54,180 steps');
  expect(runTable([surveyRun(run.directory)], looks)[1]).toMatch(/ 1,204\/12,000 /);
  run.close();
});
