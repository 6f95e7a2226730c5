/** What the page is told of a run, from real run directories. */
import { cpSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { describeRun, wholeRun } from '../../src/extension/training/info';
import type { Location } from '../../src/ir/location';
import { currentFile, frozenPlace } from '../../src/runs/frozen';
import { surveyRuns } from '../../src/runs/survey';
import { network, newRun, temporaryFolder } from '../runs/fixture';

const at = (file: string, line: number): Location => ({
  file,
  range: { start: { line, character: 4 }, end: { line, character: 9 } },
});

/** A run of a file whose second layer is made in another file, as the compiler names them when it is started in `models`. */
async function digits(project: string) {
  const [input] = network.layers;
  if (input === undefined) throw new Error('The network has no layer.');
  const run = await newRun(project, {
    network: {
      ...network,
      layers: [
        { ...input, location: at('digits.model.ts', 6) },
        { ...input, id: 'wide', location: at('../sizes.ts', 0) },
        { ...input, id: 'nowhere' },
      ],
    },
  });
  run.update({ state: 'done', epoch: 1, step: 45 });
  run.close();
  writeFileSync(join(project, 'models/digits.model.ts'), "import { width } from '../sizes';\n");
  writeFileSync(join(project, 'sizes.ts'), 'export const width = 64;\n');
  return run;
}

test('is what its files hold', async () => {
  const project = temporaryFolder();
  const { directory, id } = await digits(project);
  const info = describeRun(directory)([], Date.now());
  expect(info).toMatchObject({
    v: 1,
    id,
    directory,
    name: '',
    model: 'digitsMlp',
    file: 'models/digits.model.ts',
    data: { name: 'digits', rows: { train: 1437, validation: 180, test: 180 } },
    columns: ['time', 'epoch', 'loss'],
    lines: { input: 7, wide: 1 },
    outdated: false,
    others: [],
  });
  expect(info).not.toHaveProperty('evaluation');
  expect(info).not.toHaveProperty('dataLine');
});

test('follows what comes later: a name, an evaluation, another file', async () => {
  const project = temporaryFolder();
  const { directory } = await digits(project);
  const describe = describeRun(directory);
  writeFileSync(join(directory, 'meta.json'), '{"v":1,"name":"wider","pinned":false,"notes":""}');
  writeFileSync(
    join(directory, 'evaluation.json'),
    '{"v":1,"split":"test","rows":180,"epoch":1,"step":45,"values":{"loss":0.1}}',
  );
  writeFileSync(join(project, 'sizes.ts'), 'export const width = 65;\n');
  expect(describe([], Date.now())).toMatchObject({ name: 'wider', evaluation: { split: 'test' }, outdated: true });
  writeFileSync(join(project, 'sizes.ts'), 'export const width = 64;\n');
  expect(describe([], Date.now()).outdated).toBe(false);
  rmSync(join(project, 'models/digits.model.ts'));
  expect(describe([], Date.now()).outdated).toBe(true);
  rmSync(directory, { recursive: true });
  expect(() => describe([], Date.now())).toThrow('run.json is missing');
});

test('names those that it can be compared with: whole ones of the same project, the newest first', async () => {
  const [project, elsewhere] = [temporaryFolder(), temporaryFolder()];
  const runs = [await digits(project), await digits(project), await digits(project), await digits(project)];
  const [oldest, damaged, shown, newest] = runs;
  await digits(elsewhere);
  if (damaged === undefined || shown === undefined) throw new Error('A run is missing.');
  rmSync(join(damaged.directory, 'run.json'));
  const all = [project, elsewhere].flatMap((folder) => surveyRuns(join(folder, '.modelwright/runs')));
  const { others } = describeRun(shown.directory)(all, Date.now());
  expect(others.map(({ id }) => id)).toEqual([newest?.id, oldest?.id]);
  expect(others[0]?.label).toMatch(/^digitsMlp, (today|yesterday) \d\d:\d\d$/);
});

test('has the name of its directory, also where that is a copy of another run', async () => {
  const { directory } = await digits(temporaryFolder());
  cpSync(directory, `${directory}-copy`, { recursive: true });
  expect(describeRun(`${directory}-copy`)([], Date.now()).id).toBe(basename(`${directory}-copy`));
});

test('leads to the same files when the project has moved', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'before'));
  const { directory } = await digits(join(folder, 'before'));
  renameSync(join(folder, 'before'), join(folder, 'after'));
  const moved = directory.replace('before', 'after');
  const { record } = wholeRun(moved);
  const place = frozenPlace(record, at(join(folder, 'before/sizes.ts'), 0));
  expect(place?.file).toBe('sizes.ts');
  expect(currentFile(moved, record, 'sizes.ts')).toBe(join(folder, 'after/sizes.ts'));
  expect(currentFile(moved, record, record.source.entry)).toBe(join(folder, 'after/models/digits.model.ts'));
  expect(frozenPlace(record, at('/somewhere/else.ts', 0))).toBeUndefined();
  expect(dirname(describeRun(moved)([], Date.now()).directory)).toBe(dirname(moved));
});
