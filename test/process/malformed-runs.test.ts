/** Whatever is wrong with a run or with what was typed: one clear line, the right exit code, and nothing changed on the disk. */
import {
  appendFileSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readSafetensors, writeSafetensors } from '../../src/formats/safetensors';
import { layoutOf } from '../../src/runs/layout';
import { modelwright } from './cli';
import { copyOf, latestRun, runsOf, trainedProject } from './trained';

let trained: string;
beforeAll(async () => {
  trained = await trainedProject();
});

type Damage = (run: string) => void;

const rewrite = (path: string, change: (json: Record<string, unknown>) => unknown): void =>
  writeFileSync(path, JSON.stringify(change(JSON.parse(readFileSync(path, 'utf8')))));

const best = (run: string): string => layoutOf(run).checkpoint('best');

const half: (file: 'run' | 'status' | 'graph') => Damage = (file) => (run) => {
  const path = layoutOf(run)[file];
  truncateSync(path, statSync(path).size >> 1);
};

/** The checkpoint of a network with another number of classes. */
const narrower: Damage = (run) => {
  const { tensors, metadata } = readSafetensors(readFileSync(best(run)));
  const kernel = { shape: [64, 9], dtype: 'float32', data: new Float32Array(64 * 9) } as const;
  writeFileSync(best(run), writeSafetensors({ ...tensors, 'dense/kernel': kernel }, metadata));
};

const renamed: Damage = (run) => {
  const { tensors, metadata } = readSafetensors(readFileSync(best(run)));
  const other = Object.entries(tensors).map(([name, tensor]) => [name.replace('dense', 'scores'), tensor]);
  writeFileSync(best(run), writeSafetensors(Object.fromEntries(other), metadata));
};

const noPoint: Damage = (run) => writeFileSync(best(run), writeSafetensors(readSafetensors(readFileSync(best(run))).tensors));

/** Another run whose id begins alike. */
const twin: Damage = (run) => cpSync(run, `${run}-twin`, { recursive: true });

const none: Damage = () => {};

const evaluate = ['evaluate', 'latest'];

const TABLE: readonly (readonly [what: string, damage: Damage, args: readonly string[], code: number, message: RegExp])[] = [
  ['a torn run.json', half('run'), evaluate, 1, /run\.json is damaged: it is no whole JSON\.$/],
  [
    'an empty run.json',
    (run) => writeFileSync(layoutOf(run).run, ''),
    evaluate,
    1,
    /run\.json is damaged: it is no whole JSON\.$/,
  ],
  [
    'a run.json of a later version',
    (run) => rewrite(layoutOf(run).run, (it) => ({ ...it, v: 2 })),
    evaluate,
    1,
    /run\.json has version 2, and this Modelwright reads version 1\. Update it\.$/,
  ],
  [
    'a run.json without settings',
    (run) => rewrite(layoutOf(run).run, (it) => ({ ...it, settings: {} })),
    evaluate,
    1,
    /run\.json is damaged\.$/,
  ],
  [
    'an engine that is unknown',
    (run) => rewrite(layoutOf(run).run, (it) => ({ ...it, engine: { name: 'abacus', device: 'cpu', threads: 1 } })),
    evaluate,
    2,
    /was trained by abacus, which this version lacks\. It has tensorflow, onnxruntime, interpreter: name one with --engine\.$/,
  ],
  ['a torn graph.json', half('graph'), evaluate, 1, /graph\.json is damaged: it is no whole JSON\.$/],
  [
    'a graph.json with an unknown layer',
    (run) => rewrite(layoutOf(run).graph, (it) => JSON.parse(JSON.stringify(it).replace('"op":"flatten"', '"op":"flattn"'))),
    evaluate,
    1,
    /graph\.json is damaged: .*flattn/,
  ],
  [
    'a graph.json with a call of a layer that is not there',
    (run) => rewrite(layoutOf(run).graph, (it) => ({ ...it, layers: [] })),
    evaluate,
    1,
    /graph\.json is damaged: /,
  ],
  ['a checkpoint that is missing', (run) => rmSync(best(run)), evaluate, 1, /best\.safetensors is missing\.$/],
  [
    'a checkpoint that is cut off',
    (run) => truncateSync(best(run), 2000),
    evaluate,
    1,
    /best\.safetensors is damaged: This is no safetensors file: its tensors take \d+ bytes, and \d+ are there: it is cut off\.$/,
  ],
  [
    'a checkpoint that is cut off in its header',
    (run) => truncateSync(best(run), 100),
    evaluate,
    1,
    /best\.safetensors is damaged: This is no safetensors file: its header is \d+ bytes long, and only 92 follow\.$/,
  ],
  [
    'a checkpoint of another size',
    narrower,
    evaluate,
    1,
    /best\.safetensors belongs to another network: its dense\/kernel is float32 \[64, 9\], and the network's is float32 \[64, 10\]\.$/,
  ],
  [
    'a checkpoint of other layers',
    renamed,
    ['predict', 'latest', '--split', 'test'],
    1,
    /best\.safetensors belongs to another network: it lacks dense\/kernel \[64, 10\]\.$/,
  ],
  [
    'weights that are no checkpoint',
    noPoint,
    evaluate,
    1,
    /best\.safetensors is damaged: The file is no checkpoint of a training\.$/,
  ],
  ['a torn status.json', half('status'), ['runs', 'show', 'latest'], 1, /^$/],
  ['an unknown run', none, ['evaluate', 'x123'], 2, /^There is no run 'x123' in .*runs\. The latest is \S+-net\.$/],
  ['an ambiguous prefix', twin, ['evaluate', '20'], 2, /^'20' begins 2 runs: \S+-net, \S+-net-twin\. Give more of the id\.$/],
  ['no run', none, ['evaluate'], 2, /^Which run\? modelwright evaluate <run\|latest>$/],
  ['two runs', none, ['evaluate', 'latest', 'latest'], 2, /^Too much: latest\. modelwright evaluate <run\|latest>$/],
  [
    'a split that is unknown',
    none,
    [...evaluate, '--split', 'tset'],
    2,
    /^--split is one of test, validation, train, but got 'tset'\.$/,
  ],
  [
    'a checkpoint that is unknown',
    none,
    [...evaluate, '--checkpoint', 'first'],
    2,
    /^--checkpoint is one of best, last, but got 'first'\.$/,
  ],
  [
    'an option that is unknown',
    none,
    [...evaluate, '--spilt', 'test'],
    2,
    /^modelwright evaluate has no option --spilt\. Did you mean --split\?$/,
  ],
  ['an action that is unknown', none, ['runs', 'remove', 'latest'], 2, /^modelwright runs has no 'remove'\. /],
  ['a run with the list', none, ['runs', 'list', 'latest'], 2, /^The list takes no run\. For one: modelwright runs show latest$/],
  [
    'no rows',
    none,
    ['predict', 'latest'],
    2,
    /^Which rows\? modelwright predict <run\|latest> <file\.json\|->, or --split test$/,
  ],
  [
    'rows from two places',
    none,
    ['predict', 'latest', 'x.json', '--split', 'test'],
    2,
    /^Rows of a file, or of the data with --split: not both\.$/,
  ],
  ['a file that is not there', none, ['predict', 'latest', 'x.json'], 2, /^There is no file x\.json\.$/],
];

const filesOf = (folder: string): string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();

describe('one clear line about', () => {
  it.each(TABLE)('%s', async (_, damage, args, exitCode, message) => {
    const cwd = copyOf(trained);
    damage(latestRun(cwd));
    const before = filesOf(cwd);
    const { code, stdout, stderr } = await modelwright(args, { cwd });
    // `runs show` has the damage to show.
    if (args[0] === 'runs' && exitCode === 1)
      expect(stdout).toMatch(/ {2}damaged\n.*status\.json is damaged: it is no whole JSON\.\n$/);
    else {
      expect(stdout).toBe('');
      expect(stderr).toMatch(/^error [^\n]*\n$/);
    }
    expect(stderr.replace(/^error /, '').trimEnd()).toMatch(message);
    expect(`${stdout}${stderr}`).not.toMatch(/\n\s+at |Unexpected/);
    expect(code).toBe(exitCode);
    expect(filesOf(cwd)).toEqual(before);
    rmSync(cwd, { recursive: true });
  });
});

describe('nothing lost by', () => {
  it('curves of odd length and garbage between the events', async () => {
    const cwd = copyOf(trained);
    const run = latestRun(cwd);
    truncateSync(layoutOf(run).curves, statSync(layoutOf(run).curves).size - 5);
    appendFileSync(layoutOf(run).events, '\0\0garbage\n{"v":1,"seq":9000,"t":1,"k":"later"}\n{"v":1,"se');
    const { code, stdout } = await modelwright(['runs', 'show', 'latest', '--json'], { cwd });
    expect(code).toBe(0);
    const [shown] = JSON.parse(stdout).runs;
    expect(shown.curves.rows).toBe(57);
    expect(shown.epochs).toHaveLength(2);
  });

  it('a run without a checkpoint of its best epoch, which has one of its last', async () => {
    const cwd = copyOf(trained);
    rmSync(best(latestRun(cwd)));
    expect((await modelwright([...evaluate, '--checkpoint', 'last'], { cwd })).code).toBe(0);
  });

  it('damaged neighbors in the list', async () => {
    const cwd = copyOf(trained);
    const run = latestRun(cwd);
    for (const [name, file] of [
      ['a', 'run'],
      ['b', 'status'],
      ['c', 'meta'],
      ['d', 'evaluation'],
    ] as const) {
      cpSync(run, join(runsOf(cwd), name), { recursive: true });
      writeFileSync(layoutOf(join(runsOf(cwd), name))[file], '{"v":1}');
    }
    renameSync(layoutOf(join(runsOf(cwd), 'a')).run, join(runsOf(cwd), 'a/run.json.gone'));
    writeFileSync(join(runsOf(cwd), 'a-file'), '');
    const { code, stdout } = await modelwright(['runs', '--json'], { cwd });
    expect(code).toBe(0);
    const { runs } = JSON.parse(stdout);
    expect(runs.map(({ id, state }: { id: string; state: string }) => [id, state])).toEqual([
      ['d', 'damaged'],
      ['c', 'damaged'],
      ['b', 'damaged'],
      ['a', 'damaged'],
      [basename(run), 'done'],
    ]);
    expect(existsSync(run)).toBe(true);
  });
});
