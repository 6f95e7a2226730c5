/** What the author of a model file gets from TypeScript's own server, without any set-up. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { functionNames } from '../../src/language/types';
import { TYPESCRIPT_OFFERS } from '../typescript-offers';
import { startTypeScript, type TypeScriptServer } from './tsserver';

let typescript: TypeScriptServer;
beforeEach(() => {
  typescript = startTypeScript();
});
afterEach(() => typescript.close());

const labels = (entries: readonly { readonly name: string }[]): string[] => entries.map(({ name }) => name);

describe('a lone file', () => {
  it('is offered all that the language server leaves to TypeScript', async () => {
    const missing: string[] = [];
    for (const [index, [marked, label]] of TYPESCRIPT_OFFERS.entries()) {
      const text = `import { csv, dense, digits, model, train } from 'modelwright';\n${marked}`;
      const file = await typescript.open(`${index}.model.ts`, text);
      if (!labels(await file.completions()).includes(label)) missing.push(marked);
    }
    expect(missing).toEqual([]);
  });

  it('knows the types of what it imports', async () => {
    const file = await typescript.open(
      'a.model.ts',
      "import { dense } from 'modelwright';\nexport const layer = den|se(10, { useBias: true });",
    );
    expect(await file.diagnostics()).toEqual([]);
    const hover = await file.hover();
    expect(hover?.displayString).toContain('dense(units: Size, options?: DenseOptions): Layer');
    expect(hover?.documentation).toContain('Densely connected layer');
    expect(await file.definition()).toEqual([expect.stringMatching(/modelwright-typescript-plugin\/modelwright\.d\.ts$/)]);
  });

  it('is told of a wrong option, at the option', async () => {
    const file = await typescript.open('a.model.ts', "import { dense } from 'modelwright';\ndense(10, { activatoin: 'relu' });");
    expect(await file.diagnostics()).toEqual([expect.stringMatching(/^2561 «activatoin» .*did you mean to write 'activation'/i)]);
  });

  it('is offered options and their values', async () => {
    const options = await typescript.open('a.model.ts', "import { dense } from 'modelwright';\ndense(10, { | });");
    expect(labels(await options.completions())).toEqual(
      expect.arrayContaining(['activation', 'useBias', 'kernelInitializer', 'name', 'trainable']),
    );
    const values = await typescript.open('b.model.ts', "import { dense } from 'modelwright';\ndense(10, { activation: '|' });");
    expect(labels(await values.completions())).toEqual(['linear', 'relu', 'sigmoid', 'tanh', 'softmax']);
  });

  it('is offered the functions before it imports anything, and gets the import', async () => {
    const file = await typescript.open('a.model.ts', 'export const a = 1;\nden|');
    expect(await file.edits('dense')).toEqual([expect.stringMatching(/^import \{ dense \} from ["']modelwright["'];\n\n?$/)]);
  });

  it('is offered nothing that the language does not export', async () => {
    const file = await typescript.open('a.model.ts', "import * as mw from 'modelwright';\nmw.|");
    expect(labels(await file.completions()).sort()).toEqual([...functionNames].sort());
  });

  it('may be a helper that is no model file itself', async () => {
    const file = await typescript.open('layers.ts', "import { dense } from 'modelwright';\nexport const wide = |dense(512);");
    expect(await file.diagnostics()).toEqual([]);
  });
});

describe('a project', () => {
  it('of any tsconfig.json knows the types', async () => {
    const compilerOptions = { strict: true, module: 'CommonJS', moduleResolution: 'Node10', ignoreDeprecations: '6.0' };
    const text = "import { dense } from 'modelwright';\nexport const layer = dense('|');";
    typescript.write({ 'tsconfig.json': JSON.stringify({ compilerOptions }), 'a.model.ts': text.replace('|', '') });
    const file = await typescript.open('a.model.ts', text);
    expect(await file.diagnostics()).toEqual([expect.stringMatching(/^2345 «''»/)]);
  });

  it('keeps a modelwright of its own', async () => {
    typescript.write({
      'node_modules/modelwright/package.json': JSON.stringify({ name: 'modelwright', version: '9.0.0', types: 'own.d.ts' }),
      'node_modules/modelwright/own.d.ts': 'export declare function own(): void;',
    });
    const file = await typescript.open('a.model.ts', "import { own } from 'modelwright';\no|wn();");
    expect(await file.diagnostics()).toEqual([]);
    expect(await file.definition()).toEqual([expect.stringMatching(/workspace\/node_modules\/modelwright\/own\.d\.ts$/)]);
  });

  it('that has nothing to do with models is left as it is', async () => {
    const file = await typescript.open('page.ts', 'export const a = 1;\nden|');
    expect(labels(await file.completions())).not.toContain('dense');
  });
});
