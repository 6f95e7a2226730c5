import { describe, expect, it } from 'vitest';
import { briefly, SETTINGS, sharedClient, startClient } from './client';

const shared = sharedClient();

const NET = `import { conv2d, dense, flatten, input, model } from 'modelwright';

const photo = input([28, 28, 1]);
const features = conv2d(32, 3)(photo);
const answer = dense(10)(flatten()(features));
export const net = model({ inputs: photo, outputs: answer });
`;

describe('while someone types', () => {
  it('marks the exact argument, with the version of the text', async () => {
    const client = await shared();
    const document = client.open('net.model.ts', NET);
    expect(await document.diagnostics()).toEqual([]);
    document.replace('dense(10)', 'dense(-1)');
    const [finding, ...others] = await document.diagnostics();
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      code: 'argument-value',
      severity: 1,
      source: 'modelwright',
      message: 'units must be a positive whole number; it is -1.',
      range: document.range('dense(-1)', '-1'),
      codeDescription: { href: expect.stringMatching(/^file:.*\/rules\/argument-value\.md$/) },
    });
    document.replace('dense(-1)', 'dense(10)');
    expect(await document.diagnostics()).toEqual([]);
  });

  it('says nothing of a text that is out of date, and all of the last one', async () => {
    const client = await startClient();
    // Takes three seconds, in which the others arrive.
    const document = client.open('net.model.ts', `${NET}new Array(2 ** 32 - 1).join();\n`);
    document.replace('new Array(2 ** 32 - 1).join();', '');
    for (let units = 10; units < 60; units += 1) document.replace(`dense(${units})`, `dense(${units + 1})`);
    document.replace('dense(60)', 'dense(0)');
    expect(briefly(document, await document.diagnostics())).toEqual(['argument-value «0»']);
    expect(client.published.map(({ version }) => version)).toEqual([53]);
  });

  it('clears a file that is closed, and forgets what was still to be said', async () => {
    const client = await startClient();
    const document = client.open('net.model.ts', NET.replace('dense(10)', 'dense(0)'));
    expect(await document.diagnostics()).toHaveLength(1);
    document.replace('dense(0)', 'dense(-5)');
    document.close();
    await client.request('modelwright/view', { uri: document.uri, open: [] });
    expect(client.published.at(-1)).toEqual({ uri: document.uri, diagnostics: [] });
  });

  it('counts in UTF-16 units, whatever stands before', async () => {
    const client = await shared();
    const document = client.open('ñ %41 #1/网络 😀.model.ts', NET.replace('dense(10)', '/* 😀网 */ dense(0)'));
    expect(briefly(document, await document.diagnostics())).toEqual(['argument-value «0»']);
  });

  it('compiles model files only, also such as have no file yet', async () => {
    const client = await startClient();
    const helper = client.open('helper.ts', 'const =');
    const draft = client.open('untitled:Draft-1.model.ts', NET.replace('dense(10)', 'dense(0)').concat("import './beside';\n"));
    expect(briefly(draft, await draft.diagnostics())).toEqual(['argument-value «0»', "import-missing «'./beside'»"]);
    expect(client.published.filter(({ uri }) => uri === helper.uri)).toEqual([]);
  });
});

describe('imported files', () => {
  const MODEL = NET.replace('dense(10)', 'dense(units)').concat("import { units } from './sizes';\n");

  it('are read as they are in the editor, and findings in them are published there', async () => {
    const client = await startClient({ files: { 'sizes.ts': 'export const units = 10;\n' } });
    const model = client.open('net.model.ts', MODEL);
    expect(await model.diagnostics()).toEqual([]);

    const sizes = client.open('sizes.ts', 'export const units = 0;\n');
    await client.publication(model.uri, ({ diagnostics }) => diagnostics.length === 1);
    sizes.replace('= 0', '= 0 +');
    const { diagnostics } = await client.publication(sizes.uri);
    expect(diagnostics.map(({ code }) => code)).toEqual(['syntax']);

    // What was not saved is gone, and the file on the disk counts again.
    sizes.close();
    await client.publication(sizes.uri, (one) => one.diagnostics.length === 0);
    expect(client.published.at(-1)?.diagnostics).toEqual([]);
  });

  it('are read again when they change on the disk or appear there', async () => {
    const client = await startClient({ files: {} });
    const model = client.open('net.model.ts', MODEL);
    expect(briefly(model, await model.diagnostics())).toEqual(["import-missing «'./sizes'»"]);
    const { writeFileSync } = await import('node:fs');
    const { fileURLToPath } = await import('node:url');
    const write = (text: string, type: number): void => {
      writeFileSync(fileURLToPath(client.uri('sizes.ts')), text);
      client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: client.uri('sizes.ts'), type }] });
    };
    write('export const units = 3;\n', 1);
    await client.publication(model.uri, ({ diagnostics }) => diagnostics.length === 0);
    write('export const units = 2.5;\n', 2);
    await client.publication(model.uri, ({ diagnostics }) => diagnostics[0]?.code === 'argument-value');
  });

  it('are said once where two models import the same fault', async () => {
    const fault = "import { dense } from 'modelwright';\nexport const head = dense(0);\n";
    const model = NET.replace('dense(10)', 'head').concat("import { head } from './head';\n");
    const client = await startClient({ files: { 'head.ts': fault } });
    const [a, b] = [client.open('a.model.ts', model), client.open('b.model.ts', model)];
    await Promise.all([a.diagnostics(), b.diagnostics()]);
    const ofHead = client.published.filter(({ uri }) => uri === client.uri('head.ts'));
    expect(ofHead.map(({ diagnostics }) => diagnostics.length)).toEqual([1]);
    a.close();
    b.close();
    await client.publication(client.uri('head.ts'), ({ diagnostics }) => diagnostics.length === 0);
  });
});

it('goes on after a file that never ends, or takes all memory', async () => {
  const client = await shared();
  const document = client.open('net.model.ts', `${NET}while (true) {}\n`);
  expect(briefly(document, await document.diagnostics())).toEqual(['evaluation-limit «while (true) {}»']);
  document.replace('while (true) {}', 'new Array(2 ** 32 - 1).join();');
  expect((await document.diagnostics()).map(({ code }) => code)).toEqual(['evaluation-limit']);
  document.replace('new Array(2 ** 32 - 1).join();', '');
  expect(await document.diagnostics()).toEqual([]);
});

it('follows the settings without a restart', async () => {
  const client = await startClient();
  const document = client.open('net.model.ts', NET.replace('dense(10)', "dense('ten')"));
  expect(briefly(document, await document.diagnostics())).toEqual(["argument-value «'ten'»"]);
  client.notify('modelwright/configure', { ...SETTINGS, typescriptIsActive: true });
  await client.publication(document.uri, ({ diagnostics }) => diagnostics.length === 0);
  client.notify('modelwright/configure', { v: 1, trusted: 'yes' });
  await client.request('modelwright/view', { uri: document.uri, open: [] });
  expect(client.logged).toEqual([expect.stringContaining('settings were not understood')]);
});
