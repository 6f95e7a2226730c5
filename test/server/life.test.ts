/** Beginning, end and accidents of the server's process. */
import { once } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { SETTINGS, startClient } from './client';

const NET = `import { dense, input, model } from 'modelwright';
const x = input([4]);
export const net = model({ inputs: x, outputs: dense(3)(x) });
`;

describe('the server ends', () => {
  it('when it is asked to', async () => {
    const { connection, child } = await startClient();
    await connection.sendRequest('shutdown');
    void connection.sendNotification('exit');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('when no one listens any more', async () => {
    const { child } = await startClient();
    child.stdin?.end();
    const [code] = await once(child, 'exit');
    expect(code).toBe(1);
  });
});

describe('the server goes on', () => {
  it('after requests that make no sense', async () => {
    const client = await startClient();
    const document = client.open('net.model.ts', NET);
    const nowhere = { textDocument: { uri: document.uri }, position: { line: 99, character: 99 } };
    expect(await client.request('textDocument/hover', nowhere)).toBeNull();
    expect(await client.request('textDocument/hover', { textDocument: null, position: null })).toBeNull();
    await expect(client.request('modelwright/unheard', {})).rejects.toThrow(/Unhandled method/);
    client.notify('modelwright/unheard', {});
    document.replace('dense(3)', 'dense(4)');
    expect(await document.diagnostics()).toEqual([]);
  });

  it('where the editor refuses what it is asked for', async () => {
    const refreshSupport = true;
    const client = await startClient({
      capabilities: { workspace: { codeLens: { refreshSupport }, inlayHint: { refreshSupport } } },
    });
    client.connection.onRequest('workspace/codeLens/refresh', () => {
      throw new Error('Not now.');
    });
    client.notify('modelwright/configure', { ...SETTINGS, codeLens: false });
    expect(await client.open('net.model.ts', NET).diagnostics()).toEqual([]);
    await vi.waitFor(() => expect(client.logged).toEqual([expect.stringMatching(/did not refresh.*Not now/)]));
  });

  it('without requests that were taken back', async () => {
    const { connection, ...client } = await startClient();
    const document = client.open('net.model.ts', NET);
    const { CancellationTokenSource } = await import('vscode-languageserver/node');
    const source = new CancellationTokenSource();
    const position = document.range('dense(').start;
    const request = connection.sendRequest('textDocument/hover', { textDocument: document, position }, source.token);
    source.cancel();
    await expect(request).rejects.toThrow(/Cancelled/);
  });
});
