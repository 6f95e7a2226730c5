import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Compiled, ViewReport } from '../../src/protocol/editor';
import { type Client, type Document, sharedClient, startClient } from './client';

const resnet = readFileSync(new URL('../../examples/architectures/resnet-50.model.ts', import.meta.url), 'utf8');

const shared = sharedClient();

const NET = `import { conv2d, dense, flatten, input, model } from 'modelwright';

const photo = input([28, 28, 1]);
export const net = model({ inputs: photo, outputs: dense(10)(flatten()(conv2d(4, 3)(photo))) });
export const other = model({ inputs: photo, outputs: dense(2)(flatten()(photo)) });
`;

const view = (client: Client, { uri }: Pick<Document, 'uri'>, more: object = {}): Promise<ViewReport | null> =>
  client.request('modelwright/view', { uri, open: [], ...more });

describe('a view', () => {
  it('is the model as a picture, with places in the files of the editor', async () => {
    const client = await shared();
    const document = client.open('net.model.ts', NET);
    const report = await view(client, document);
    expect(report).toMatchObject({ v: 1, uri: document.uri, version: 1, models: ['net', 'other'] });
    expect(report?.broken).toBeUndefined();
    expect(report?.shown).toMatchObject({ name: 'net', line: 3, layers: 4, findings: [], parameters: 27_090 });
    const dense = report?.shown?.picture.nodes.find(({ id }) => id === 'dense');
    expect(dense).toMatchObject({ kind: 'layer', state: 'ok', lines: ['dense 10', '27,050 parameters'] });
    expect(dense?.places).toContainEqual({ file: document.uri, range: document.range('dense(10)') });
    expect((await view(client, document, { model: 'other' }))?.shown?.name).toBe('other');
    expect((await view(client, document, { model: 'gone' }))?.shown?.name).toBe('net');
  });

  it('opens blocks, and is there for files only that the editor has', async () => {
    const client = await startClient();
    const document = client.open('resnet-50.model.ts', resnet);
    const ids = async (open: readonly string[]) =>
      (await view(client, document, { open }))?.shown?.picture.nodes.map(({ id }) => id) ?? [];
    const closed = await ids([]);
    const [block] = closed.filter((id) => id.startsWith('conv2_block1'));
    expect(block).toBeDefined();
    expect((await ids(['conv2_block1', 'conv2_block1/'])).length).toBeGreaterThan(closed.length);
    expect(await view(client, { uri: 'file:///nowhere.model.ts' })).toBeNull();
    expect(await view(client, { uri: client.uri('plain.ts') })).toBeNull();
    expect(await client.request('modelwright/view', { uri: 5 })).toBeNull();
    expect(client.logged).toEqual([expect.stringMatching(/^A view: /)]);
  });

  it('carries faults on their boxes and the findings with their fixes', async () => {
    const client = await shared();
    const document = client.open('net.model.ts', NET.replace('dense(10)(flatten()(conv2d(4, 3)(photo)))', 'dense(0)(photo)'));
    const shown = (await view(client, document))?.shown;
    expect(shown?.findings).toMatchObject([
      { rule: 'argument-value', layer: 'dense', location: { file: document.uri, range: document.range('dense(0)', '0') } },
    ]);
    expect(shown?.picture.nodes.find(({ state }) => state === 'fault')).toMatchObject({ id: 'dense' });
    expect(shown?.parameters).toBeUndefined();
  });

  it('goes on without what is half typed, and says why', async () => {
    const client = await shared();
    const document = client.open('net.model.ts', NET);
    await document.diagnostics();
    document.replace('export const other', 'const z = dense(\nexport const other');
    const report = await view(client, document);
    expect(report?.version).toBe(2);
    expect(report?.broken).toMatch(/^Line \d+: .*expected/);
    expect(report?.shown?.name).toBe('net');
    document.replace('const z = dense(\n', '');
    expect((await view(client, document))?.broken).toBeUndefined();
    document.replace(NET, 'const =');
    const nothing = await view(client, document);
    expect(nothing?.shown).toBeUndefined();
    expect(nothing?.broken).toMatch(/expected/);
  });

  it('is asked for again after each compilation', async () => {
    const client = await startClient();
    const compiled: Compiled[] = [];
    client.connection.onNotification('modelwright/compiled', (params: Compiled) => void compiled.push(params));
    const document = client.open('net.model.ts', NET);
    await document.diagnostics();
    document.replace('dense(10)', 'dense(11)');
    await view(client, document);
    expect(compiled).toEqual([
      { v: 1, uri: document.uri, version: 1 },
      { v: 1, uri: document.uri, version: 2 },
    ]);
    expect(client.published.map(({ version }) => version)).toEqual([1, 2]);
  });
});
