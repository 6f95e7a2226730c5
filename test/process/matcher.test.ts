/** What an editor recognizes in the output of a training: its beginning, its end and its findings, by what package.json says. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli, command, modelwright, project, root } from './cli';

const [matcher] = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).contributes.problemMatchers;
const begins = new RegExp(matcher.background.beginsPattern);
const ends = new RegExp(matcher.background.endsPattern);
const problem = new RegExp(matcher.pattern.regexp);

const model = (rate: string): string => `import { dense, digits, flatten, input, sequential, sgd, train } from 'modelwright';

const net = sequential([input([8, 8, 1]), flatten(), dense(10, { name: 'digit', activation: 'softmax' })]);

export default train(net, {
  data: digits().normalize().split({ validation: 0.1 }),
  loss: 'sparseCategoricalCrossentropy',
  optimizer: sgd(${rate}),
  epochs: 3,
  batchSize: 60,
});
`;

/** The lines as an editor gets them: without what moves the cursor. */
const linesOf = (output: string): string[] =>
  output
    .replace(/\x1b\[[?\d;]*[A-Za-z]/g, '')
    .replaceAll('\r', '')
    .trimEnd()
    .split('\n');

/** What was said before the training began is left out. */
function expectFrame(output: string): string[] {
  const all = linesOf(output);
  const lines = all.slice(all.findIndex((line) => begins.test(line)));
  expect(lines.flatMap((line, k) => (begins.test(line) ? [k] : []))).toEqual([0]);
  expect(lines.flatMap((line, k) => (ends.test(line) ? [k] : []))).toEqual([lines.length - 1]);
  return lines;
}

const problemsIn = (lines: readonly string[]): string[][] =>
  lines.flatMap((line) => {
    const match = problem.exec(line);
    return match === null ? [] : [[...match].slice(1)];
  });

/** Where the layer stands. */
const [line = '', column = ''] = [3, (model('').split('\n')[2]?.indexOf('dense(') ?? -1) + 1].map(String);

const start = ['train', 'digits.model.ts', '--threads', '1'];

describe('the output of a training begins and ends with a line of its own', () => {
  it('that is done', async () => {
    const cwd = project({ 'digits.model.ts': model('0.01') });
    const { code, stdout } = await modelwright(start, { cwd });
    expect(code).toBe(0);
    expect(problemsIn(expectFrame(stdout))).toEqual([]);
  });

  it('that is stopped', async () => {
    const cwd = project({ 'digits.model.ts': model('0.01') });
    let stopped = false;
    const { code, stdout } = await modelwright([...start, '--epochs', '500'], {
      cwd,
      onOutput(child, text) {
        if (stopped || !/\n +1 /.test(text)) return;
        stopped = true;
        child.kill('SIGINT');
      },
    });
    expect(code).toBe(130);
    expectFrame(stdout);
  });

  it('that fails', async () => {
    const cwd = project({ 'digits.model.ts': model('0.01') });
    const { code, stdout } = await modelwright([...start, '--epochs', '500'], {
      cwd,
      onOutput: (_child, text) => {
        if (/\n +1 /.test(text)) rmSync(join(cwd, '.modelwright'), { recursive: true, force: true, maxRetries: 20 });
      },
    });
    expect(code).toBe(1);
    expectFrame(stdout);
  });

  it('that diverges, with the finding at the layer that is to blame', async () => {
    const cwd = project({ 'digits.model.ts': model('1e39') });
    const { code, stdout } = await modelwright(start, { cwd });
    expect(code).toBe(3);
    const lines = expectFrame(stdout);
    expect(problemsIn(lines)).toEqual([['digits.model.ts', line, column, 'error', 'nan-loss']]);
    expect(stdout).toMatch(/\n +3 │ const net = .+\n +│ +\^+ ?.*\n?.*The loss is NaN at step 2: /);
  });

  it.skipIf(process.platform === 'win32')('in a terminal too, each once', async () => {
    const cwd = project({ 'digits.model.ts': model('1e39') });
    const { stdout } = await command(
      '/usr/bin/script',
      ['-qec', `"${process.execPath}" "${cli}" ${start.join(' ')}`, '/dev/null'],
      {
        cwd,
      },
    );
    expect(problemsIn(expectFrame(stdout))).toEqual([['digits.model.ts', line, column, 'error', 'nan-loss']]);
  });
});

describe('a finding about the data', () => {
  const text = `import { arrays, dense, input, sequential, sgd, train } from 'modelwright';

const net = sequential([input([1]), dense(1)]);

export default train(net, {
  data: arrays({ features: [[0], [1], [1e39], [3]], targets: [1.5, 2.5, 3.5, 4.5] }),
  loss: 'meanSquaredError',
  optimizer: sgd(0.01),
  epochs: 3,
});
`;

  it('stands at the call that describes them', async () => {
    const cwd = project({ 'line.model.ts': text });
    const { code, stdout } = await modelwright(['train', 'line.model.ts', '--engine', 'interpreter'], { cwd });
    expect(code).toBe(3);
    const lines = expectFrame(stdout);
    expect(problemsIn(lines)).toEqual([['line.model.ts', '6', '9', 'error', 'data-not-finite']]);
    expect(stdout).toContain('in row 3 of arrays, not all values of features are finite numbers.');
  });
});

describe('a finding of a run that goes on', () => {
  it('stands in the file, or where that has changed, in what the run keeps of it', async () => {
    const cwd = project({ 'digits.model.ts': model('0.01') });
    let stopped = false;
    const first = await modelwright([...start, '--epochs', '500'], {
      cwd,
      onOutput(child, text) {
        if (stopped || !/\n +1 /.test(text)) return;
        stopped = true;
        child.kill('SIGINT');
      },
    });
    expect(first.code).toBe(130);
    // From another folder, and with a learning rate that nobody survives.
    const diverge = async () => {
      let told = false;
      return modelwright(['train', '--resume', 'latest', '../digits.model.ts'], {
        cwd: join(cwd, '.modelwright'),
        onOutput(_child, text) {
          if (told || !text.includes('Goes on')) return;
          told = true;
          void modelwright(['control', 'latest', 'rate', '1e39'], { cwd });
        },
      });
    };
    writeFileSync(join(cwd, 'digits.model.ts'), `// Changed since.\n${model('0.01')}`);
    const { code, stdout } = await diverge();
    expect(code).toBe(3);
    const [problem] = problemsIn(expectFrame(stdout));
    expect(problem?.slice(1, 3)).toEqual([line, column]);
    expect(problem?.[0]).toMatch(/^runs\/[\w-]+\/source\/digits\.model\.ts$/);
  });
});
