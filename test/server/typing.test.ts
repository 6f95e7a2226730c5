/** Completion and help with arguments as an editor asks the server for them, while the text is half typed. */
import { describe, expect, it } from 'vitest';
import type { CompletionItem, SignatureHelp } from 'vscode-languageserver/node';
import { CONFIGURE } from '../../src/protocol/editor';
import { type Client, type Document, SETTINGS, sharedClient, startClient } from './client';

const shared = sharedClient();

const NET = `import { dense, input, model } from 'modelwright';

const x = input([8]);
export const net = model({ inputs: x, outputs: dense(10, { activation: '' })(x) });
`;

const SNIPPETS = { textDocument: { completion: { completionItem: { snippetSupport: true } } } };

/** Behind the first occurrence. */
const behind = (document: Document, text: string): object => ({
  textDocument: { uri: document.uri },
  position: document.range(text).end,
});

const labels = async (client: Client, document: Document, text: string): Promise<string[] | undefined> =>
  (await client.request<CompletionItem[] | null>('textDocument/completion', behind(document, text)))?.map(({ label }) => label);

describe('an editor without TypeScript', () => {
  it('is offered values, options and functions for the text as it is now', async () => {
    const client = await startClient({ settings: { ...SETTINGS, typescriptIsActive: false }, capabilities: SNIPPETS });
    const document = client.open('net.model.ts', NET);
    expect(await labels(client, document, "activation: '")).toEqual(['linear', 'relu', 'sigmoid', 'tanh', 'softmax']);
    document.replace("activation: ''", "activation: 'relu', ");
    expect(await labels(client, document, "'relu', ")).toEqual([
      'useBias',
      'kernelInitializer',
      'biasInitializer',
      'name',
      'trainable',
    ]);
    document.replace('const x = input([8]);', 'const x = input([8]);\nconst y = con');
    const items = await client.request<CompletionItem[]>('textDocument/completion', behind(document, 'y = con'));
    const conv2d = items.find(({ label }) => label === 'conv2d');
    expect(conv2d?.additionalTextEdits).toEqual([{ range: expect.anything(), newText: 'conv2d, ' }]);
    expect(client.logged).toEqual([]);
  });

  it('gets help with arguments', async () => {
    const client = await shared();
    const document = client.open('net.model.ts', NET);
    const help = await client.request<SignatureHelp>('textDocument/signatureHelp', behind(document, 'dense('));
    expect(help.signatures[0]?.label).toMatch(/^dense\(units, \{ activation\?, /);
    expect(help.activeParameter).toBe(0);
  });

  it('is not spoken to in files that have nothing to do with models', async () => {
    const client = await shared();
    const page = client.open('page.ts', 'const a = 1;\nconst b = ');
    expect(await labels(client, page, 'const b = ')).toBeUndefined();
    const helper = client.open('layers.ts', "import { dense } from 'modelwright';\nexport const wide = ");
    expect(await labels(client, helper, 'wide = ')).toContain('dense');
  });

  it('gets an answer at every letter of a file that is typed', async () => {
    const client = await shared();
    const document = client.open('typed.model.ts', '//\n');
    let typed = '//\n';
    for (const letter of NET) {
      document.replace(typed, typed + letter);
      typed += letter;
      void client.request('textDocument/completion', behind(document, typed));
      void client.request('textDocument/signatureHelp', behind(document, typed));
    }
    expect(await labels(client, document, "activation: '")).toContain('relu');
    expect(client.logged).toEqual([]);
  });
});

describe('an editor with TypeScript', () => {
  it('is told only what TypeScript does not say', async () => {
    const client = await startClient({ settings: { ...SETTINGS, typescriptIsActive: true } });
    const document = client.open('net.model.ts', NET);
    expect(await labels(client, document, "activation: '")).toEqual([]);
    expect(await client.request('textDocument/signatureHelp', behind(document, 'dense('))).toBeNull();
    client.notify(CONFIGURE, { ...SETTINGS, typescriptIsActive: false });
    expect(await labels(client, document, "activation: '")).toContain('relu');
  });
});
