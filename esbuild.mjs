// Builds everything in dist/. `node esbuild.mjs [--watch]`
import { existsSync } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

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

const bundles = {
  absWorkingDir: root,
  entryPoints: {
    cli: 'src/cli/main.ts',
    sandbox: 'src/compiler/sandbox/worker.ts',
    'onnxruntime-thread': 'src/engines/onnxruntime/thread.ts',
  },
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  external: ['onnxruntime-node'],
  loader: { '.wasm': 'binary' },
  plugins: [preludeAsText],
  sourcemap: true,
  logLevel: 'warning',
};

export async function build() {
  const there = Object.entries(bundles.entryPoints).filter(([, path]) => existsSync(`${root}${path}`)); // TEMPORARY
  await esbuild.build({ ...bundles, entryPoints: Object.fromEntries(there) });
  await mkdir(`${root}dist/data`, { recursive: true });
  if (existsSync(`${root}src/data/builtin`)) await cp(`${root}src/data/builtin`, `${root}dist/data`, { recursive: true });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.includes('--watch')) await (await esbuild.context(bundles)).watch();
  else await build();
}
