/** In a workspace that is not trusted nothing outside its folders is read, however a model file asks for it. */
import { symlinkSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { briefly, SETTINGS, startClient } from './client';

const DATA = 'a,b,kind\n1,2,x\n3,4,y\n5,6,x\n';

/** A folder beside the workspace, with what must not be read. */
const FILES = {
  'package.json': '{}',
  'outside/units.ts': 'export const units = -77;\n',
  'outside/rows.csv': DATA,
  'workspace/inside.ts': 'export const units = -5;\n',
  'workspace/rows.csv': DATA,
};

const modelOf = (specifier: string, data: string): string => `import { csv, dense, input, model, train } from 'modelwright';
import { units } from '${specifier}';
const x = input([2]);
const y = dense(units, { activation: 'softmax' })(x);
export const net = model({ inputs: x, outputs: y });
export default train(net, { data: csv('${data}', { target: 'kind' }), loss: 'sparseCategoricalCrossentropy', optimizer: 'adam' });
`;

const start = (trusted: boolean, env: Readonly<Record<string, string>> = {}) =>
  startClient({ files: FILES, workspace: 'workspace', settings: { ...SETTINGS, trusted }, env });

describe('a workspace that is not trusted', () => {
  it('reads what is inside it', async () => {
    const client = await start(false);
    const document = client.open('workspace/net.model.ts', modelOf('./inside', 'rows.csv'));
    expect(briefly(document, await document.diagnostics())).toEqual(['argument-value «units»']);
    expect((await document.diagnostics())[0]?.message).toContain('-5');
  });

  it('imports nothing outside and reads no data there, be it through links', async () => {
    const client = await start(false);
    symlinkSync(fileURLToPath(client.uri('outside')), fileURLToPath(client.uri('workspace/linked')));
    symlinkSync(fileURLToPath(client.uri('outside/units.ts')), fileURLToPath(client.uri('workspace/alias.ts')));
    const imports = ['../outside/units', './linked/units', './alias.ts', '../workspace/linked/../outside/units.ts'];
    const models = imports.map((specifier, at) => client.open(`workspace/${at}.model.ts`, modelOf(specifier, 'rows.csv')));
    for (const [at, model] of models.entries()) {
      expect(briefly(model, await model.diagnostics())).toContain(`import-missing «'${imports[at]}'»`);
    }
    for (const [at, path] of ['../outside/rows.csv', 'linked/rows.csv'].entries()) {
      const model = client.open(`workspace/data-${at}.model.ts`, modelOf('./inside', path));
      expect(briefly(model, await model.diagnostics())).toContain(`data-outside «'${path}'»`);
    }
    expect(JSON.stringify(client.published)).not.toContain('77');
    // The same files, once someone says that they trust them.
    client.notify('modelwright/configure', SETTINGS);
    for (const model of models.slice(0, 3)) {
      const { diagnostics } = await client.publication(model.uri, (one) => JSON.stringify(one).includes('77'));
      expect(briefly(model, diagnostics)).toEqual(['argument-value «units»']);
    }
  });

  it('does not look where the environment says', async () => {
    const client = await start(false, { MODELWRIGHT_DATA: '/usr/share/datasets' });
    const text = "import { input, model, flatten, dense, train, fashionMnist } from 'modelwright';\n";
    const net = 'const x = input([28, 28, 1]);\nconst net = model({ inputs: x, outputs: dense(10)(flatten()(x)) });\n';
    const training =
      "export default train(net, { data: fashionMnist().normalize(), loss: 'sparseCategoricalCrossentropy', optimizer: 'adam' });\n";
    const document = client.open('workspace/net.model.ts', text + net + training);
    expect((await document.diagnostics()).map(({ code }) => code)).toContain('data-missing');
  });

  it('says so by itself where no one says that it is trusted', async () => {
    const client = await startClient({ files: FILES, workspace: 'workspace', settings: null });
    const document = client.open('workspace/net.model.ts', modelOf('../outside/units', 'rows.csv'));
    expect((await document.diagnostics()).map(({ code }) => code)).toContain('import-missing');
  });
});

it('a trusted one reads siblings above its folder, as the command line does', async () => {
  const client = await start(true);
  const document = client.open('workspace/net.model.ts', modelOf('../outside/units', '../outside/rows.csv'));
  expect(briefly(document, await document.diagnostics())).toEqual(['argument-value «units»']);
});
