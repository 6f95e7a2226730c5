import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Command, choiceOf, type Entry, readCall, wholeOf } from '../../src/cli/command';
import { CommandError } from '../../src/cli/errors';
import { findModelFiles, readTarget } from '../../src/cli/files';
import { applyEdits } from '../../src/cli/fixes';
import { PLAIN } from '../../src/cli/terminal/style';
import type { Terminal } from '../../src/cli/terminal/terminal';
import { chooseFixes } from '../../src/compiler/fixes';
import type { Diagnostic, Edit } from '../../src/ir/diagnostic';

const terminal: Terminal = {
  style: PLAIN,
  columns: 80,
  rows: 24,
  interactive: false,
  gone: new AbortController().signal,
  out: () => {},
  err: () => {},
};

const command: Command = {
  options: { format: { value: 'text|json', doc: '' }, json: { doc: '' }, output: { value: '<file>', short: 'o', doc: '' } },
  examples: [],
  run: async () => 0,
};

const entry: Entry = { name: 'train', operands: '<file>', doc: '', load: async () => command };

const read = (...args: string[]) => readCall(entry, command, args, terminal);

describe('arguments of a command', () => {
  it('are operands, values and switches in any order', () => {
    const { operands, values } = read('a.model.ts', '--format=json', '-o', 'out.md', 'b.model.ts', '--json', '--', '--odd');
    expect(operands).toEqual(['a.model.ts', 'b.model.ts', '--odd']);
    expect([...values]).toEqual([
      ['format', 'json'],
      ['output', 'out.md'],
      ['json', true],
    ]);
  });

  it.each([
    [['--fromat', 'json'], 'modelwright train has no option --fromat. Did you mean --format?'],
    [['--wrong'], 'modelwright train has no option --wrong. See: modelwright help train'],
    [['-x'], 'modelwright train has no option -x. See: modelwright help train'],
    [['--format'], '--format needs a value: --format text|json'],
    [['--json=1'], "--json is a switch and takes no value, but got '1'."],
    [['--__proto__'], 'modelwright train has no option --__proto__. See: modelwright help train'],
  ])('%j is refused', (args, message) => {
    expect(() => read(...args)).toThrow(new CommandError(message));
  });

  it('have their kinds', () => {
    expect(choiceOf(read().values, 'format', ['text', 'json'])).toBe('text');
    expect(() => choiceOf(read('--format', 'xml').values, 'format', ['text', 'json'])).toThrow(
      "--format is one of text, json, but got 'xml'.",
    );
    expect(wholeOf(read('--format', '12').values, 'format', 1)).toBe(12);
    expect(wholeOf(read().values, 'format', 1)).toBeUndefined();
    for (const wrong of ['0', '1.5', '1e3', 'x', '99999999999999999999']) {
      expect(() => wholeOf(read('--format', wrong).values, 'format', 1)).toThrow(
        `--format is a whole number of at least 1, but got '${wrong}'.`,
      );
    }
  });
});

describe('model files', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'modelwright-files-'));
    for (const path of [
      'a.model.ts',
      'blocks.ts',
      'deep/er/b.model.ts',
      'deep/c.model.ts',
      'node_modules/p/d.model.ts',
      '.modelwright/runs/1/source/e.model.ts',
      'odd#name.model.ts',
    ]) {
      mkdirSync(join(folder, path, '..'), { recursive: true });
      writeFileSync(join(folder, path), '');
    }
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const found = (...operands: string[]) =>
    findModelFiles(operands.map((operand) => join(folder, operand))).map((path) => path.slice(folder.length + 1));

  it('are found in folders, but for packages and runs', () => {
    expect(found('.')).toEqual(['a.model.ts', 'deep/c.model.ts', 'deep/er/b.model.ts', 'odd#name.model.ts']);
    expect(found('deep', 'deep/c.model.ts', 'blocks.ts')).toEqual(['blocks.ts', 'deep/c.model.ts', 'deep/er/b.model.ts']);
  });

  it('are found by patterns', () => {
    expect(found('*.model.ts')).toEqual(['a.model.ts', 'odd#name.model.ts']);
    expect(found('**/*.model.ts')).toHaveLength(4);
    expect(found('deep/**/?.model.ts')).toEqual(['deep/c.model.ts', 'deep/er/b.model.ts']);
    expect(found('deep/*.ts')).toEqual(['deep/c.model.ts']);
  });

  it('are missed in words', () => {
    expect(() => found('none.model.ts')).toThrow(/There is no file .*none\.model\.ts\./);
    expect(() => found('x*.model.ts')).toThrow(/No model files in .* Their names end in \.model\.ts\./);
  });

  it('can be followed by the name of an export', () => {
    const path = join(folder, 'a.model.ts');
    expect(readTarget([`${path}#small`], 'usage')).toEqual({ path, name: 'small' });
    expect(readTarget([path], 'usage')).toEqual({ path });
    expect(readTarget([join(folder, 'odd#name.model.ts')], 'usage')).toEqual({ path: join(folder, 'odd#name.model.ts') });
    expect(() => readTarget([], 'usage')).toThrow('Which file? usage');
    expect(() => readTarget([path, path], 'usage')).toThrow('One file at a time');
    expect(() => readTarget([folder], 'usage')).toThrow('is a folder');
    expect(() => readTarget([`${path}x#y`], 'usage')).toThrow(`There is no file ${path}x.`);
  });
});

describe('fixes', () => {
  const edit = (line: number, from: number, to: number, text: string, file = 'a'): Edit => ({
    file,
    range: { start: { line, character: from }, end: { line, character: to } },
    text,
  });

  it('change a text at several places, whatever ends its lines', () => {
    expect(applyEdits('ab\r\ncd\ref\ngh', [edit(0, 1, 1, '1'), edit(1, 0, 2, ''), edit(2, 0, 1, 'EE'), edit(3, 2, 9, '!')])).toBe(
      'a1b\r\n\rEEf\ngh!',
    );
  });

  it('are taken once, and not where two touch', () => {
    const finding = (...edits: Edit[]): Diagnostic => ({
      rule: 'r',
      severity: 'error',
      message: '',
      location: { file: 'a', range: edits[0]?.range ?? edit(0, 0, 0, '').range },
      related: [],
      fixes: edits.length === 0 ? [] : [{ title: '', edits }],
    });
    const [one, two, three] = [edit(0, 4, 6, 'x'), edit(0, 5, 9, 'y'), edit(0, 7, 8, 'z')];
    expect(chooseFixes([finding(one), finding(two), finding(), finding(three)])).toEqual([[one], [three]]);
    expect(chooseFixes([finding(one), finding({ ...one, file: 'b' })])).toHaveLength(2);
    expect(chooseFixes([finding(edit(1, 0, 0, 'x')), finding(edit(1, 0, 0, 'x'))])).toHaveLength(1);
  });
});
