import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { argumentsOf, folderOf, readRequest, taskName, withSettings } from '../../src/extension/training/request';

const read = (more: object, folder: string | undefined = '/work') =>
  readRequest({ type: 'modelwright', file: 'a/net.model.ts', ...more }, folder);

describe('the request of a task', () => {
  test('has its file in the folder of the task', () => {
    expect(read({})).toEqual({ file: '/work/a/net.model.ts' });
    expect(read({ file: '${workspaceFolder}/net.model.ts' })).toEqual({ file: '/work/net.model.ts' });
    expect(readRequest({ file: '/else/net.model.ts' }, undefined)).toEqual({ file: '/else/net.model.ts' });
    expect(readRequest({ file: 'net.model.ts' }, undefined)).toMatch(/absolute path/);
  });

  test('keeps what is known of it, and nothing else', () => {
    const options = { training: 'slow', epochs: 3, batchSize: 8, seed: 0, engine: 'interpreter', device: 'cpu', threads: 2 };
    expect(read({ ...options, label: 'mine' })).toEqual({ file: '/work/a/net.model.ts', ...options });
  });

  test('leaves it to the command line to say what is wrong with a value', () => {
    const request = read({ training: 'slow', epochs: 'three', seed: -1, threads: {} });
    expect(request).toEqual({ file: '/work/a/net.model.ts', training: 'slow', epochs: 'three', seed: -1 });
    expect(typeof request === 'string' || argumentsOf(request).slice(2)).toEqual(['--epochs=three', '--seed=-1']);
    expect(read({ file: 5 })).toMatch(/“file” must be the path/);
  });

  test('has no variables, which VS Code would replace by whatever they name', () => {
    const command = ['$', '{command:workbench.action.quit}'].join('');
    expect(read({ training: command })).toMatch(/would replace the variable/);
    expect(read({ file: `${command}.model.ts` })).toMatch(/would replace the variable/);
  });
});

describe('the command line of a request', () => {
  test('names the training and what is not as the file says', () => {
    const request = { file: '/work/net.model.ts', training: 'slow', epochs: 3, batchSize: 8, seed: 0 };
    expect(argumentsOf(request)).toEqual(['train', '/work/net.model.ts#slow', '--epochs=3', '--batch-size=8', '--seed=0']);
    expect(argumentsOf({ file: '/work/net.model.ts' })).toEqual(['train', '/work/net.model.ts']);
  });

  test('has what the settings say of the engine where the task says nothing, but not for a run that goes on', () => {
    const file = '/work/net.model.ts';
    const settings = { engine: 'tensorflow', device: 'gpu' };
    expect(argumentsOf(withSettings({ file }, settings))).toEqual(['train', file, '--engine=tensorflow', '--device=gpu']);
    expect(argumentsOf(withSettings({ file, device: 'auto' }, settings)).slice(2)).toEqual([
      '--engine=tensorflow',
      '--device=auto',
    ]);
    expect(withSettings({ file }, { engine: 'auto', device: 'auto' })).toEqual({ file });
    expect(withSettings({ file, resume: '2026' }, settings)).toEqual({ file, resume: '2026' });
    expect(argumentsOf({ file, resume: '2026', engine: 'onnxruntime' })).toEqual([
      'train',
      '--resume=2026',
      '--engine=onnxruntime',
    ]);
  });

  test('of a run that goes on needs no file, and begins in the folder that is left', () => {
    const folder = mkdtempSync(join(tmpdir(), 'modelwright-request-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'gone/net.model.ts');
    expect(argumentsOf({ file, training: 'slow', resume: '2026' })).toEqual(['train', '--resume=2026']);
    expect(folderOf(file)).toBe(folder);
    expect(folderOf(join(folder, 'net.model.ts'))).toBe(folder);
  });
});

test('a task is called by its training, or else its model, or else its file', () => {
  const file = '/work/net.model.ts';
  expect(taskName({ file, training: 'slow' }, 'digitsCnn')).toBe('train slow');
  expect(taskName({ file, training: 'default' }, 'digitsCnn')).toBe('train digitsCnn');
  expect(taskName({ file })).toBe('train net');
  expect(taskName({ file, resume: '2026' }, 'digitsCnn')).toBe('continue digitsCnn');
});
