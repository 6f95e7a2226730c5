/** What `npm run package` makes: its files and licences, and that it works where it is installed and nothing else of ours is. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { build } from '../../esbuild.mjs';
import { vscode } from '../needs';
import { digits, FILE, makeFault, repairFault, showPicture, train } from './steps';
import { runSuites } from './suites';
import { type CodeWindow, openWindow, placeOf } from './window';

const root = fileURLToPath(new URL('../..', import.meta.url));

describe.skipIf(vscode === undefined)('[vscode] the packed extension', () => {
  const folder = mkdtempSync(join(tmpdir(), 'modelwright-packaged-'));
  const installed = join(folder, 'extensions');
  let extension: string;
  let files: readonly string[];
  let outputs: Awaited<ReturnType<typeof build>>[number]['outputs'];
  beforeAll(async () => {
    const script = join(root, 'src/extension/package/package.mjs');
    execFileSync(process.execPath, [script, `${process.platform}-${process.arch}`, folder], { stdio: 'pipe' });
    const [file = ''] = readdirSync(folder);
    expect(file).toMatch(/^modelwright-linux-\w+-\d+\.\d+\.\d+\.vsix$/);
    install(join(folder, file), folder, installed);
    extension = join(installed, readdirSync(installed).find((name) => name.startsWith('modelwright.modelwright-')) ?? '');
    files = readdirSync(extension, { recursive: true, encoding: 'utf8' }).filter((path) =>
      statSync(join(extension, path)).isFile(),
    );
    outputs = Object.assign({}, ...(await build({ to: `${folder}/again/` })).map((metafile) => metafile.outputs));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const read = (path: string): string => readFileSync(join(extension, path), 'utf8');

  test('holds programs and no sources, for this platform and no other', () => {
    const bundles = Object.keys(outputs).map((path) => relative(join(folder, 'again'), join(root, path)));
    expect(bundles).toEqual(expect.arrayContaining(['dist/cli.js', 'dist/extension.js', 'dist/webview/preview.css']));
    expect(bundles.filter((path) => !path.endsWith('.map') && !files.includes(path))).toEqual([]);
    expect(files.filter((path) => /\.map$|^src|^test|(?<!\.model|\.d)\.ts$/.test(path))).toEqual([]);
    const binaries = files.filter((path) => /\.(node|dll|so|dylib)\b/.test(path));
    expect(binaries.length).toBeGreaterThan(1);
    const here = `node_modules/onnxruntime-node/bin/napi-v6/${process.platform}/${process.arch}/`;
    expect(binaries.filter((path) => !path.startsWith(here))).toEqual([]);
    const scripts = files.filter((path) => path.startsWith('dist/') && path.endsWith('.js'));
    expect(scripts.filter((path) => /^\/\/# sourceMappingURL=.*\.map$/m.test(read(path)))).toEqual([]);
  });

  test('holds what its manifest names, and says nothing to npm', () => {
    const manifest = JSON.parse(read('package.json'));
    const paths = strings(manifest).filter((text) => /^(\.\/)?\w+\/.*\.\w+$/.test(text));
    expect(paths.length).toBeGreaterThan(5);
    expect(paths.map((path) => path.replace('./', '')).filter((path) => !files.includes(path))).toEqual([]);
    for (const { name } of manifest.contributes.typescriptServerPlugins) expect(files).toContain(`node_modules/${name}/index.js`);
    expect(Object.keys(manifest).filter((name) => /^(bin|exports|files|scripts|knip|.*[dD]evDependencies)$/.test(name))).toEqual(
      [],
    );
  });

  test('holds the licence of every package that is in a bundle', () => {
    const paths = Object.values(outputs).flatMap(({ inputs }) => Object.keys(inputs));
    const packages = new Set(paths.flatMap((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []));
    expect([...packages]).toEqual(expect.arrayContaining(['typescript', 'mermaid', '@vscode/codicons']));
    const notices = read('ThirdPartyNotices.txt');
    const titles = [...notices.matchAll(/^=+\n(.+)\n=+\n\n\S/gm)].map(([, title = '']) => title);
    expect([...packages].filter((name) => !titles.some((title) => title.startsWith(`${name} `)))).toEqual([]);
    expect(titles).toEqual(expect.arrayContaining([expect.stringMatching(/^ONNX Runtime/), expect.stringMatching(/^Data set/)]));
  });

  test('passes the suites of the extension host', async () => {
    const { exitCode, outcomes } = await runSuites(installed);
    expect(outcomes.filter(({ error }) => error !== undefined)).toEqual([]);
    expect({ exitCode, any: outcomes.length > 0 }).toEqual({ exitCode: 0, any: true });
  });

  describe('in a window', () => {
    let code: CodeWindow;
    beforeAll(async () => {
      code = await openWindow({ installed });
      await code.open(FILE);
    });
    afterEach(async ({ task }) => {
      if (task.result?.state === 'fail') await code.screenshot(`failed ${task.name}`);
    });
    afterAll(() => code?.close());

    test('underlines a fault, and repairs it', async () => {
      await makeFault(code);
      await repairFault(code);
    });

    test('gives TypeScript the types', async () => {
      await code.focusEditor(FILE);
      const { line, column } = placeOf(digits(code), 'dense(10');
      await code.go(line, column + 1);
      await code.command('Show or Focus Hover');
      await code.page.locator('.monaco-hover:visible', { hasText: '(alias) dense(units: ' }).waitFor();
      await code.page.keyboard.press('Escape');
    });

    test('draws the picture', () => showPicture(code));

    test('trains', async () => {
      await code.open('iris.model.ts');
      await train(code);
    });

    test('has a page without pictures and links that lead nowhere', async () => {
      await code.command('Extensions: Show Installed Extensions');
      await code.page.locator('.extensions-list .monaco-list-row', { hasText: 'Modelwright' }).first().click();
      const page = code.page.frameLocator('iframe.webview.ready').last().frameLocator('#active-frame');
      await page.getByRole('heading', { name: 'Modelwright', exact: true }).waitFor();
      const html = await page.locator('body').innerHTML();
      expect(html).not.toContain('<img');
      const links = [...html.matchAll(/ href="([^"]*)"/g)].map(([, address = '']) => address);
      expect(links.filter((address) => !/^(https:|#)/.test(address))).toEqual([]);
      expect(await page.getByRole('heading').allTextContents()).not.toContain('Working on Modelwright');
    });

    test('without a violated policy or an error', () => {
      expect(code.complaints).toEqual([]);
    });
  });
});

/** As a person does it with `code --install-extension`. */
function install(file: string, folder: string, extensions: string): void {
  const { node, server } = vscode ?? { node: '', server: '' };
  const data = ['server-data', 'user-data'].flatMap((name) => [`--${name}-dir`, join(folder, name)]);
  execFileSync(node, [server, ...data, '--extensions-dir', extensions, '--install-extension', file], { stdio: 'pipe' });
}

/** All strings below `value`. */
function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
}
