/** Bash itself completes, with the built command line on its path. */
import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/commands';
import { cli, command, modelwright, project } from './cli';

let folder: string;
let bin: string;
beforeAll(() => {
  bin = mkdtempSync(join(tmpdir(), 'modelwright-bin-'));
  writeFileSync(join(bin, 'modelwright'), `#!/bin/sh\nexec "${process.execPath}" "${cli}" "$@"\n`);
  chmodSync(join(bin, 'modelwright'), 0o755);
  folder = project({ 'digits.model.ts': '', 'blocks.ts': '', 'rows.json': '', 'two words.model.ts': '' });
  for (const path of ['models', '.modelwright/runs/20261124-a', '.modelwright/runs/20261125-b', '.modelwright/runs/no-run']) {
    mkdirSync(join(folder, path), { recursive: true });
  }
  writeFileSync(join(folder, 'models/deep.model.ts'), '');
  for (const id of ['20261124-a', '20261125-b']) writeFileSync(join(folder, '.modelwright/runs', id, 'run.json'), '');
});

/** What bash offers for the last of these words. */
async function offered(...words: string[]): Promise<string[]> {
  const script = `source <(modelwright completion bash)
COMP_WORDS=(modelwright "$@"); COMP_CWORD=$#
compopt() { :; }
_modelwright
[[ \${#COMPREPLY[@]} -eq 0 ]] || printf '%s\\n' "\${COMPREPLY[@]}"`;
  const env = { PATH: `${bin}:${process.env['PATH']}` };
  const { stdout, stderr } = await command('bash', ['-c', script, 'bash', ...words], { cwd: folder, env });
  expect(stderr).toBe('');
  return stdout.split('\n').filter((line) => line !== '');
}

describe('completion in bash', () => {
  it('offers all commands', async () => {
    expect(await offered('')).toEqual([...COMMANDS.map(({ name }) => name), 'help', '--version']);
    expect(await offered('ev')).toEqual(['evaluate']);
    expect(await offered('help', 'gr')).toEqual(['graph']);
  });

  it.each([
    [
      ['check', '--f'],
      ['--format', '--fix'],
    ],
    [
      ['check', '--format', ''],
      ['text', 'json', 'sarif'],
    ],
    [['check', '--format', '=', 's'], ['sarif']],
    [
      ['check', '--format', '='],
      ['text', 'json', 'sarif'],
    ],
    [['train', '--epochs', ''], []],
    [['train', '--engine', 't'], ['tensorflow']],
    [
      ['evaluate', 'latest', '--device', ''],
      ['auto', 'cpu', 'gpu'],
    ],
    [
      ['train', ''],
      ['digits.model.ts', 'models/', 'two words.model.ts'],
    ],
    [['train', '--epochs', '3', 'models/'], ['models/deep.model.ts']],
    [['check', 'digits.model.ts', 'mo'], ['models/']],
    [
      ['evaluate', ''],
      ['20261124-a', '20261125-b', 'latest'],
    ],
    [['evaluate', 'latest', '--split', 'v'], ['validation']],
    [['evaluate', 'latest', ''], []],
    [
      ['predict', 'latest', ''],
      ['models/', 'package.json', 'rows.json'],
    ],
    [
      ['runs', ''],
      ['list', 'show', 'delete'],
    ],
    [['runs', 'show', '20261125'], ['20261125-b']],
    [
      ['runs', 'delete', '20261125-b', ''],
      ['20261124-a', '20261125-b'],
    ],
    [['completion', 'z'], ['zsh']],
    [['nonsense', ''], []],
  ])('%j → %j', async (words, expected) => {
    expect(await offered(...words)).toEqual(expected);
  });

  it('has a script for each shell, and says so', async () => {
    for (const shell of ['bash', 'zsh', 'fish'])
      expect((await modelwright(['completion', shell])).stdout).toContain('completion --words');
    const { code, stderr } = await modelwright(['completion', 'tcsh']);
    expect({ code, stderr }).toEqual({ code: 2, stderr: 'error Which shell? modelwright completion [bash|zsh|fish]\n' });
  });
});
