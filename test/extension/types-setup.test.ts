/** Types that are written into a project, as TypeScript itself sees them there. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lacksTypes, TYPES_PATH, typesSetup } from '../../src/extension/types-setup';

const types = readFileSync(fileURLToPath(new URL('../../dist/modelwright.d.ts', import.meta.url)), 'utf8');
const MODEL = "import { dense } from 'modelwright';\nexport const layer = dense(10, { activatoin: 'relu' });\n";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'modelwright-types-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(files: readonly { readonly path: string; readonly text: string }[]): void {
  for (const { path, text } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** What TypeScript finds in the project. */
function check(): { code: number; message: string }[] {
  const path = join(folder, 'tsconfig.json');
  const { config, error } = ts.readConfigFile(path, ts.sys.readFile);
  if (error !== undefined) throw new Error(ts.flattenDiagnosticMessageText(error.messageText, '\n'));
  const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, folder);
  const program = ts.createProgram(fileNames, { ...options, ignoreDeprecations: '6.0' });
  return ts.getPreEmitDiagnostics(program).map(({ code, messageText }) => ({
    code,
    message: ts.flattenDiagnosticMessageText(messageText, '\n'),
  }));
}

const codes = (): number[] => check().map(({ code }) => code);

describe('a project', () => {
  it('without types is told so', () => {
    write([
      { path: 'a.model.ts', text: MODEL },
      { path: 'tsconfig.json', text: '{ "compilerOptions": { "strict": true, "types": [] } }' },
    ]);
    expect(check().filter(lacksTypes)).toHaveLength(1);
  });

  it('without a tsconfig.json gets one, and its types', () => {
    const setup = typesSetup(types, undefined);
    expect(setup.files.map(({ path }) => path)).toEqual([TYPES_PATH, 'tsconfig.json']);
    write([...setup.files, { path: 'models/a.model.ts', text: MODEL }]);
    expect(codes()).toEqual([2561]);
  });

  it.each([
    ['an empty one', '{}'],
    ['options', '{\n  "compilerOptions": {\n    "strict": true,\n    "types": []\n  }\n}\n'],
    ['a base for paths', '{\n  "compilerOptions": {\n    "types": [],\n    "baseUrl": "./src"\n  }\n}\n'],
    ['paths', '{ "compilerOptions": { "types": [], "paths": { "@/*": ["./src/*"] } } }'],
  ])('with %s in its tsconfig.json has it extended', (_, tsconfig) => {
    const setup = typesSetup(types, tsconfig);
    expect(setup.advice).toBeUndefined();
    write([...setup.files, { path: 'src/a.model.ts', text: MODEL }]);
    expect(codes()).toEqual([2561]);
    const again = setup.files.find(({ path }) => path === 'tsconfig.json')?.text;
    expect(typesSetup(types, again)).toEqual({ files: [{ path: TYPES_PATH, text: types }] });
  });

  it('keeps the comments and the layout of its tsconfig.json', () => {
    const tsconfig = [
      '// About the project.',
      '{',
      '  "compilerOptions": {',
      '    "strict": true, // always',
      '    /* none by itself */ "types": [],',
      '    "paths": {',
      '      "@/*": ["./src/*"], // ours',
      '    },',
      '  },',
      '}',
      '',
    ];
    const text = typesSetup(types, tsconfig.join('\r\n')).files[1]?.text ?? '';
    expect(text.split('\r\n').filter((line) => tsconfig.includes(line))).toEqual(
      tsconfig.filter((line) => !line.includes('ours')),
    );
    expect(text).toContain('// ours');
    expect(text).toContain(`"modelwright": ["./${TYPES_PATH}"]`.replaceAll('[', '[\r\n        ').replaceAll(']', '\r\n      ]'));
    write([...typesSetup(types, tsconfig.join('\r\n')).files, { path: 'a.model.ts', text: MODEL }]);
    expect(codes()).toEqual([2561]);
  });

  it.each([
    ['{ "extends": "./base.json" }', 'extends another file'],
    ['{ "compilerOptions": ', "can't be read"],
    ['{ "compilerOptions": { "paths": [] } }', 'another form'],
    ['[]', "can't be read"],
  ])('with %s is told what to add', (tsconfig, reason) => {
    const { files, advice } = typesSetup(types, tsconfig);
    expect(files.map(({ path }) => path)).toEqual([TYPES_PATH]);
    expect(advice).toContain(reason);
    expect(advice).toContain(`add to compilerOptions.paths: "modelwright": ["./${TYPES_PATH}"]`);
  });
});
