/** Holds the import rules of src/README.md, and that whatever comes in kinds (rules, layers) is complete. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { layerSpecs } from '../src/layers/index.spec';
import { lowerings } from '../src/layers/lowerings';

const src = fileURLToPath(new URL('../src/', import.meta.url));

/** What each room may import beside itself. `spec` and `lower` are the files of that ending, wherever they stand. */
const rooms: Record<string, readonly string[]> = {
  ir: [],
  spec: ['ir'],
  lower: ['ir', 'program'],
  layers: ['ir', 'program', 'spec', 'lower'],
  language: ['ir', 'spec'],
  network: ['ir', 'spec'],
  program: ['ir', 'spec'],
  data: ['ir', 'spec'],
  compiler: ['ir', 'spec', 'network', 'data', 'language'],
  formats: ['ir', 'network', 'program'],
  engines: ['ir', 'program', 'formats'],
  runtimes: [],
  protocol: ['ir'],
  runs: ['ir', 'protocol'],
  trainer: ['ir', 'engines', 'data', 'formats', 'layers', 'network', 'program', 'protocol', 'runs', 'runtimes'],
  server: ['ir', 'spec', 'compiler', 'data', 'language', 'network', 'protocol', 'runs'],
  extension: ['ir', 'protocol', 'runs'],
  'typescript-plugin': [],
  cli: [
    'ir',
    'spec',
    'compiler',
    'data',
    'engines',
    'formats',
    'language',
    'layers',
    'network',
    'program',
    'protocol',
    'runs',
    'runtimes',
    'trainer',
  ],
};

/** Rooms that run anywhere, the sandbox and the browser included. */
const pure = ['ir', 'spec', 'lower', 'layers', 'language', 'network', 'program', 'protocol'];

/** The only rooms that may import a package. */
const packages: Record<string, string | readonly string[]> = {
  typescript: ['compiler', 'typescript-plugin'],
  'ts-blank-space': 'compiler',
  'quickjs-emscripten-core': 'compiler',
  '@jitl/quickjs-wasmfile-release-sync': 'compiler',
  pngjs: 'data',
  'jpeg-js': 'data',
  protobufjs: 'formats',
  'onnxruntime-node': 'engines',
  'vscode-languageserver': 'server',
  'vscode-languageserver-textdocument': 'server',
  'vscode-languageclient': 'extension',
  vscode: 'extension',
  'jsonc-parser': 'extension',
};

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
const imports = files.flatMap(importsOf);

function importsOf(file: string): Import[] {
  const source = ts.createSourceFile(file, readFileSync(join(src, file), 'utf8'), ts.ScriptTarget.Latest);
  const late = dynamicImports(source).map((specifier) => ({ from: file, to: resolve(file, specifier), typeOnly: false }));
  const early = source.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
    const { moduleSpecifier } = statement;
    if (moduleSpecifier === undefined || !ts.isStringLiteral(moduleSpecifier)) return [];
    const typeOnly = ts.isImportDeclaration(statement)
      ? statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
      : statement.isTypeOnly;
    return [{ from: file, to: resolve(file, moduleSpecifier.text), typeOnly }];
  });
  return [...early, ...late];
}

/** `await import('./train')` */
function dynamicImports(node: ts.Node): string[] {
  const own =
    ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword
      ? node.arguments.filter(ts.isStringLiteral).map(({ text }) => text)
      : [];
  const inner: string[] = [];
  ts.forEachChild(node, (child) => {
    inner.push(...dynamicImports(child));
  });
  return [...own, ...inner];
}

function resolve(file: string, specifier: string): string {
  if (!specifier.startsWith('.')) return specifier;
  const base = join(src, dirname(file), specifier);
  const path = [`${base}.ts`, join(base, 'index.ts'), base].find(
    (candidate) => existsSync(candidate) && !candidate.endsWith('/'),
  );
  return relative(src, path ?? base);
}

function roomOf(file: string): string {
  if (file.endsWith('.spec.ts')) return 'spec';
  if (file.endsWith('.lower.ts')) return 'lower';
  return file.split('/')[0] ?? '';
}

/** `@scope/name/part` → `@scope/name` */
const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

const inside = (target: string): boolean => files.includes(target);

describe('imports', () => {
  test('stay within what each room may know', () => {
    const wrong = imports
      .filter(({ to }) => inside(to))
      .filter(({ from, to }) => roomOf(from) !== roomOf(to) && !rooms[roomOf(from)]?.includes(roomOf(to)))
      .map(({ from, to }) => `${from} → ${to}`);
    expect(wrong).toEqual([]);
  });

  test('of packages stand only in the room that owns them', () => {
    const wrong = imports
      .filter(({ to }) => !inside(to) && !to.startsWith('node:') && !to.startsWith('bundle:') && !to.endsWith('.json'))
      .filter(({ from, to }) => ![packages[packageOf(to)]].flat().includes(roomOf(from)))
      .map(({ from, to }) => `${from} → ${to}`);
    expect(wrong).toEqual([]);
  });

  test('of Node.js stay out of the rooms that run anywhere', () => {
    const wrong = imports
      .filter(({ from, to }) => to.startsWith('node:') && pure.includes(roomOf(from)))
      .map(({ from, to }) => `${from} → ${to}`);
    expect(wrong).toEqual([]);
  });

  describe('of pages in webviews', () => {
    const webview = fileURLToPath(new URL('../webview/', import.meta.url));
    const known = readdirSync(webview, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .flatMap((from) =>
        (readFileSync(join(webview, from), 'utf8').match(/(?<=from ')[^']*|(?<=^import ')[^']*/gm) ?? []).map((to) => ({
          page: from.split('/')[0] ?? '',
          to: to.startsWith('.') ? join('webview', dirname(from), to) : to,
        })),
      );

    test('are the protocol, the types it is made of, what all pages are made of, and their own', () => {
      const inner = known.filter(({ to }) => /^(webview|src)\//.test(to));
      expect(inner.length).toBeGreaterThan(20);
      const isAllowed = ({ page, to }: { page: string; to: string }): boolean =>
        /^src\/(ir|protocol)\//.test(to) || to.startsWith('webview/ui/') || to.startsWith(`webview/${page}/`);
      expect(inner.filter((one) => !isAllowed(one))).toEqual([]);
    });

    test('reach the toolkit of controls in one place only', () => {
      const users = known.filter(({ to }) => to.startsWith('@vscode/webview-ui-toolkit'));
      expect([...new Set(users.map(({ page }) => page))]).toEqual(['ui']);
    });
  });

  test('form no cycle', () => {
    // The builder and the primitives that it is given know each other's types.
    const edges = imports.filter(({ from, to, typeOnly }) => inside(to) && !(typeOnly && roomOf(from) === 'program'));
    expect(cycleIn(edges)).toEqual([]);
  });
});

/** The files of one cycle, in order; empty where there is none. */
function cycleIn(edges: readonly Import[]): string[] {
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): string[] => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return [];
    for (const { to } of edges.filter(({ from }) => from === file)) {
      const found = visit(to, [...path, file]);
      if (found.length > 0) return found;
    }
    done.add(file);
    return [];
  };
  return files.map((file) => visit(file, [])).find((cycle) => cycle.length > 0) ?? [];
}

const names = (folder: string, ending: string): string[] =>
  files.filter((file) => dirname(file) === folder && file.endsWith(ending)).map((file) => basename(file, ending));

describe('completeness', () => {
  const fixture = (path: string): boolean => existsSync(fileURLToPath(new URL(`fixtures/${path}`, import.meta.url)));

  test('every rule has a file that breaks it and one that nearly does', () => {
    const rules = names('compiler/rules', '.ts').filter((name) => /^(?!index$)[a-z]+-[a-z0-9-]+$/.test(name));
    expect(rules.length).toBeGreaterThan(4);
    expect(rules.filter((rule) => !fixture(`compiler/${rule}.model.ts`) || !fixture(`compiler/${rule}.near.model.ts`))).toEqual(
      [],
    );
  });

  test('every layer says what it is in primitives', () => {
    expect(Object.keys(lowerings).sort()).toEqual(Object.keys(layerSpecs).sort());
  });

  test('files stay short enough to read at one sitting', () => {
    const long = files.filter((file) => readFileSync(join(src, file), 'utf8').split('\n').length > 350);
    expect(long).toEqual([]);
  });
});
