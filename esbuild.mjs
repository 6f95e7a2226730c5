// Builds everything in dist/. `node esbuild.mjs [--watch]`
import { cp, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { mermaidFlowcharts } from './webview/mermaid.mjs';

const root = fileURLToPath(new URL('.', import.meta.url));

/** Runs in the sandbox: what a model file imports. Bundled first, then carried as text inside the sandbox's bundle. */
const prelude = {
  entryPoints: ['src/language/prelude.ts'],
  bundle: true,
  format: 'esm',
  target: 'es2023',
  write: false,
};

/** `import text from 'bundle:prelude'` */
const preludeAsText = {
  name: 'prelude-as-text',
  setup(build) {
    build.onResolve({ filter: /^bundle:prelude$/ }, () => ({ path: 'prelude', namespace: 'prelude' }));
    build.onLoad({ filter: /.*/, namespace: 'prelude' }, async () => {
      const { outputFiles, metafile } = await esbuild.build({ ...prelude, absWorkingDir: root, metafile: true });
      const watchFiles = Object.keys(metafile.inputs).map((path) => `${root}${path}`);
      return { contents: outputFiles[0].text, loader: 'text', watchFiles };
    });
  },
};

/** TypeScript's parser in a file of its own, read only when a model file is: most commands start without it. */
const typescriptApart = {
  name: 'typescript-apart',
  setup(build) {
    build.onResolve({ filter: /^typescript$/ }, ({ kind }) =>
      kind === 'entry-point' ? undefined : { path: './typescript.js', external: true },
    );
  },
};

/** The language client likewise: every TypeScript file activates the extension, only a model file needs the client. */
const clientApart = {
  name: 'client-apart',
  setup(build) {
    build.onResolve({ filter: /\/language-client$/ }, ({ kind }) =>
      kind === 'entry-point' ? undefined : { path: './language-client.js', external: true },
    );
  },
};

const shared = {
  absWorkingDir: root,
  outdir: 'dist',
  bundle: true,
  sourcemap: true,
  // Above all for TypeScript's parser: two thirds less to read. To keep names as well would cost a call for every closure that
  // is made at run time, which was a seventh of what the server does.
  minify: true,
  logLevel: 'warning',
};

/** What runs in a process of its own. */
const processes = {
  ...shared,
  entryPoints: {
    cli: 'src/cli/main.ts',
    server: 'src/server/main.ts',
    sandbox: 'src/compiler/sandbox/worker.ts',
    'onnxruntime-thread': 'src/engines/onnxruntime/thread.ts',
    'tensorflow-thread': 'src/engines/tensorflow/thread.ts',
    'runtime-probe': 'src/runtimes/probe-process.ts',
    typescript: 'typescript',
  },
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  external: ['onnxruntime-node'],
  loader: { '.wasm': 'binary' },
  plugins: [preludeAsText, typescriptApart],
};

/** What runs in the editor's extension host: no parser and no engine. */
const extension = {
  ...shared,
  entryPoints: { extension: 'src/extension/main.ts', 'language-client': 'src/extension/client/language-client.ts' },
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  external: ['vscode'],
  // The other form of jsonc-parser requires its files in a way that can't be followed.
  mainFields: ['module', 'main'],
  plugins: [clientApart],
  // VS Code gives its API to whoever calls `require`.
  supported: { 'dynamic-import': false },
};

const webviews = {
  ...shared,
  entryPoints: { preview: 'webview/preview/main.ts', training: 'webview/training/main.ts' },
  outdir: 'dist/webview',
  platform: 'browser',
  format: 'iife',
  target: 'chrome122',
  loader: { '.svg': 'text' },
  // Its modules can't be left out one by one, and this is the smallest form of all of them.
  alias: { '@vscode/webview-ui-toolkit': './node_modules/@vscode/webview-ui-toolkit/dist/toolkit.min.js' },
  plugins: [mermaidFlowcharts()],
};

const bundles = [processes, extension, webviews];

const PLUGIN = 'modelwright-typescript-plugin';

/** The TypeScript server looks for plugins in node_modules only. */
async function writePlugin(types, to) {
  const { outputFiles } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: ['src/typescript-plugin/main.ts'],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    footer: { js: 'module.exports = module.exports.default;' },
    write: false,
  });
  const folder = `${to}node_modules/${PLUGIN}/`;
  await mkdir(folder, { recursive: true });
  const manifest = { name: PLUGIN, version: '1.0.0', private: true, main: 'index.js' };
  await writeIfDifferent(`${folder}package.json`, `${JSON.stringify(manifest, null, 2)}\n`);
  await writeIfDifferent(`${folder}index.js`, outputFiles[0].text);
  await writeIfDifferent(`${folder}modelwright.d.ts`, types);
}

/** Several builds may share the folder: whole or not at all. */
async function writeIfDifferent(path, text) {
  if ((await readFile(path, 'utf8').catch(() => undefined)) === text) return;
  const temporary = `${path}.${process.pid}`;
  await writeFile(temporary, text);
  await rename(temporary, path);
}

/** What a model file's author sees of the language; made from the same specs that the checker reads. */
async function writeTypes(to) {
  const options = { entryPoints: ['src/language/types.ts'], absWorkingDir: root, bundle: true, format: 'esm', write: false };
  const { outputFiles } = await esbuild.build(options);
  const language = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
  await writeFile(`${to}dist/modelwright.d.ts`, language.declarations());
  await writeFile(`${to}dist/modelwright.js`, outsideModelwright(language.functionNames));
  await writePlugin(language.moduleDeclaration(), to);
}

/** For whoever runs a model file with Node.js itself. */
const outsideModelwright = (names) => `'use strict';
throw new Error('A model file is evaluated by Modelwright, not by Node.js: npx modelwright check <file>');
// Read by Node.js before anything runs, so that an import by name gets as far as the message above.
0 && (module.exports = { ${names.join(', ')} });
`;

/**
 * Fills dist/ and node_modules/ of a folder, the repository itself or that of a package, and tells what went into each bundle.
 * @param {{ to?: string, sourcemap?: boolean }} [options] `to` ends with a slash
 * @returns {Promise<readonly import('esbuild').Metafile[]>}
 */
export async function build({ to = root, sourcemap = true } = {}) {
  const options = (bundle) => ({ ...bundle, outdir: `${to}${bundle.outdir}`, sourcemap, metafile: true });
  const built = await Promise.all(bundles.map((bundle) => esbuild.build(options(bundle))));
  await mkdir(`${to}dist/data`, { recursive: true });
  await cp(`${root}src/data/builtin`, `${to}dist/data`, { recursive: true });
  // What `modelwright explain` prints.
  await cp(`${root}docs/rules`, `${to}dist/rules`, { recursive: true });
  // What "New model" offers.
  await cp(`${root}examples/templates`, `${to}dist/templates`, { recursive: true });
  await writeTypes(to);
  return built.map(({ metafile }) => metafile);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await build();
  if (process.argv.includes('--watch')) for (const bundle of bundles) await (await esbuild.context(bundle)).watch();
}
