import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { TrainingsReport } from '../../src/protocol/editor';
import { type Client, SETTINGS, startClient } from './client';

const NET = `import { dense, digits, flatten, input, model, train } from 'modelwright';
const x = input([8, 8, 1]);
export const net = model({ inputs: x, outputs: dense(10)(flatten()(x)) });
const settings = { data: digits(), loss: 'sparseCategoricalCrossentropy', optimizer: 'adam' };
export const slow = train(net, settings);
export default train(net, { ...settings, epochs: 2 });
`;

const FILES = {
  'package.json': '{}',
  'outside/net.model.ts': NET,
  'workspace/net.model.ts': NET,
  'workspace/broken.model.ts': 'export const =',
  'workspace/plain.ts': NET,
};

const start = (trusted = true): Promise<Client> =>
  startClient({ files: FILES, workspace: 'workspace', settings: { ...SETTINGS, trusted } });

async function trainings(client: Client, ...files: readonly string[]): Promise<string[]> {
  const uris = files.map((file) => client.uri(file));
  const report = await client.request<TrainingsReport | null>('modelwright/trainings', { uris });
  expect(report?.v).toBe(1);
  return (report?.trainings ?? []).map(({ uri, name, model }) => `${uri.replace(`${client.uri('')}/`, '')}#${name} ${model}`);
}

describe('trainings', () => {
  it('are told of files on disk, without a word about what is wrong in them', async () => {
    const client = await start();
    const file = 'workspace/net.model.ts';
    const found = await trainings(client, 'workspace/broken.model.ts', file, 'workspace/gone.model.ts', 'workspace/plain.ts');
    expect(found).toEqual([`${file}#slow net`, `${file}#default net`]);
    writeFileSync(fileURLToPath(client.uri(file)), NET.replace('const slow', 'const quick'));
    expect(await trainings(client, file)).toEqual([`${file}#quick net`, `${file}#default net`]);
    expect(client.published).toEqual([]);
    expect(client.logged).toEqual([]);
  });

  it('of an open file are those of its text as it stands', async () => {
    const client = await start();
    const document = client.open('workspace/net.model.ts', NET);
    document.replace('export const slow', 'export const unsaved');
    expect(await trainings(client, 'workspace/net.model.ts')).toEqual([
      'workspace/net.model.ts#unsaved net',
      'workspace/net.model.ts#default net',
    ]);
  });

  it('outside a workspace that is not trusted are not read', async () => {
    const client = await start(false);
    expect(await trainings(client, 'outside/net.model.ts')).toEqual([]);
    expect(await trainings(client, 'workspace/net.model.ts')).toHaveLength(2);
  });

  it('are told to whoever asks for them as agreed', async () => {
    const client = await start();
    expect(await client.request('modelwright/trainings', { uris: 5 })).toBeNull();
    expect(client.logged).toEqual([expect.stringMatching(/^Trainings: /)]);
  });
});
