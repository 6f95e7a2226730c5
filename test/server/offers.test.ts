/** For which files the server is asked. */
import { expect, it, vi } from 'vitest';
import { startClient } from './client';

const OFFERS = ['hover', 'completion', 'signatureHelp', 'inlayHint', 'codeLens', 'codeAction'] as const;
const providers = OFFERS.map((name) => `${name}Provider`);

it('an editor that can be told so asks about model files alone, but for fixes, which imported files need too', async () => {
  const textDocument = Object.fromEntries(OFFERS.map((name) => [name, { dynamicRegistration: true }]));
  const { initialized, registered } = await startClient({ capabilities: { textDocument } });
  expect(Object.keys(initialized.capabilities).filter((name) => providers.includes(name))).toEqual([]);
  await vi.waitFor(() => expect(registered.map(({ method }) => method)).toEqual(OFFERS.map((name) => `textDocument/${name}`)));
  for (const { method, registerOptions } of registered) {
    const pattern = method === 'textDocument/codeAction' ? '**/*.ts' : '**/*.model.ts';
    expect(registerOptions).toMatchObject({ documentSelector: [{ pattern }] });
  }
  expect(registered.find(({ method }) => method.endsWith('codeAction'))?.registerOptions).toMatchObject({
    codeActionKinds: ['quickfix', 'source.fixAll.modelwright'],
  });
});

it('an editor that can not is offered all of it at once', async () => {
  const client = await startClient({ capabilities: { textDocument: { hover: { dynamicRegistration: true } } } });
  expect(client.initialized.capabilities).toMatchObject({
    completionProvider: { triggerCharacters: expect.arrayContaining(["'"]) },
    signatureHelpProvider: { triggerCharacters: expect.arrayContaining(['(']) },
    inlayHintProvider: {},
    codeLensProvider: {},
    codeActionProvider: { codeActionKinds: ['quickfix', 'source.fixAll.modelwright'] },
  });
  expect(client.initialized.capabilities.hoverProvider).toBeUndefined();
  await vi.waitFor(() => expect(client.registered.map(({ method }) => method)).toEqual(['textDocument/hover']));
});
