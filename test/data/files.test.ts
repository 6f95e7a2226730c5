import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { probe } from '../../src/data/probe';
import type { DataHost } from '../../src/data/source';
import { dataFolder } from './folder';
import { hostIn } from './host';

const table = 'x,y\n1,2\n';
const outside = dataFolder({ 'secret.csv': table, 'mnist/note': '' });
const workspace = dataFolder({ 'data/in.csv': table, 'models/deep/here.csv': table });
symlinkSync(outside.path, join(workspace.path, 'elsewhere'));
symlinkSync(join(outside.path, 'secret.csv'), join(workspace.path, 'data/link.csv'));
symlinkSync('in.csv', join(workspace.path, 'data/inner.csv'));
symlinkSync(join(outside.path, 'nothing'), join(workspace.path, 'data/dangling.csv'));

/** The model file stands two folders below the workspace folder. */
const host: DataHost = { ...hostIn(join(workspace.path, 'models/deep')), readable: [workspace.path] };

const kindOf = async (path: string, readable: readonly string[] = host.readable): Promise<string> => {
  const description = { source: { op: 'csv', args: { path, target: 'y' } }, transforms: [] };
  const refusal = await probe(description, { ...host, readable }).catch((error) => error);
  return refusal instanceof Error ? `${(refusal as { kind?: string }).kind}: ${refusal.message}` : 'read';
};

describe('paths', () => {
  it.each(['here.csv', './here.csv', '../deep/here.csv', '../../data/in.csv', '../../data/inner.csv'])(
    'inside the workspace are read: %s',
    async (path) => {
      expect(await kindOf(path)).toBe('read');
    },
  );

  it('that are absolute are read inside the workspace', async () => {
    expect(await kindOf(join(workspace.path, 'data/in.csv'))).toBe('read');
  });

  it.each(['../../../x.csv', '/etc/passwd', '/etc/nothing-of-this-name', '../../../../../../../../etc/hostname', '/'])(
    'outside are refused, whether there is something or not: %s',
    async (path) => {
      expect(await kindOf(path)).toMatch(/^outside: .* is outside the workspace folder, and a model file reads nothing there/);
    },
  );

  it.each(['../../elsewhere/secret.csv', '../../data/link.csv', '../../elsewhere/nothing.csv', '../../elsewhere'])(
    'that leave by a link are refused: %s',
    async (path) => {
      expect(await kindOf(path)).toMatch(/^outside: .* is a link to a place outside the workspace folder/);
    },
  );

  it('outside are read where the user has set up a folder for them', async () => {
    const both = [workspace.path, outside.path];
    expect(await kindOf(join(outside.path, 'secret.csv'), both)).toBe('read');
    expect(await kindOf('../../data/link.csv', both)).toBe('read');
    expect(await kindOf('/etc/passwd', both)).toMatch(/^outside: /);
  });

  it('that lead nowhere are missing', async () => {
    expect(await kindOf('nothing.csv')).toBe('missing: nothing.csv is not there. Paths start at the folder of the model file.');
    expect(await kindOf('../../data/dangling.csv')).toMatch(/^missing: /);
  });

  it('must lead to a file', async () => {
    mkdirSync(join(workspace.path, 'models/deep/folder'));
    expect(await kindOf('folder')).toBe('file: folder is a folder, not a file.');
  });

  // Reading one would wait for a writer for ever.
  it('must not lead to a pipe', async () => {
    execFileSync('mkfifo', [join(workspace.path, 'models/deep/pipe.csv')]);
    expect(await kindOf('pipe.csv')).toBe('file: pipe.csv is not a file.');
  });

  it('without a name in them are refused as arguments', async () => {
    expect(await kindOf('')).toMatch(/^settings: csv: path must be a path/);
    expect(await kindOf('a\0b')).toMatch(/^settings: csv: path must be a path/);
  });
});

describe('pictures', () => {
  it('are not followed out of the workspace either', async () => {
    for (const name of ['cat', 'dog']) mkdirSync(join(workspace.path, `models/deep/pictures/${name}`), { recursive: true });
    symlinkSync(join(outside.path, 'secret.csv'), join(workspace.path, 'models/deep/pictures/cat/1.png'));
    const source = { op: 'images', args: { path: 'pictures', size: [2, 2] } };
    await expect(probe({ source, transforms: [] }, host)).rejects.toMatchObject({
      kind: 'outside',
      message: expect.stringContaining('pictures/cat/1.png is a link'),
    });
  });
});
