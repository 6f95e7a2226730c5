// `npm run package [-- <platform> [<folder>]]`: the extension as a file that VS Code installs, modelwright-<platform>-<version>.vsix, in
// the repository's folder if no other is named. It lies in this room because it is the extension that is packed; nothing of the
// extension imports it.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createVSIX } from '@vscode/vsce';
import { build } from '../../../esbuild.mjs';
import { thirdPartyNotices } from './licences.mjs';
import { selfContained } from './readme.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const [, , target = `${process.platform}-${process.arch}`, folder = root] = process.argv;

const engine = ['onnxruntime-node', 'onnxruntime-common'];
const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));
const writeJson = (path, value) => writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`);

/** For npm, and for those who work on Modelwright. */
const notForEditors = ['bin', 'exports', 'files', 'scripts', 'optionalDependencies', 'devDependencies', 'knip'];

/** The files of the package and no others: vsce packs all that lies in the folder, and what its package.json depends on. */
async function stage(staging) {
  const metafiles = await build({ to: `${staging}/`, sourcemap: false });
  // For Node.js, from which only the package for npm is imported.
  rmSync(join(staging, 'dist/modelwright.js'));
  copyEngine(staging);
  const manifest = manifestIn(staging);
  // The images are those of the walkthrough.
  for (const path of ['package.nls.json', 'LICENSE', 'CHANGELOG.md', 'docs/images', ...filesNamed(manifest)]) {
    cpSync(join(root, path), join(staging, path), { recursive: true });
  }
  // vsce asks for a list of what to leave out.
  writeFileSync(join(staging, '.vscodeignore'), '');
  writeJson(join(staging, 'package.json'), manifest);
  writeFileSync(join(staging, 'README.md'), selfContained(readFileSync(join(root, 'README.md'), 'utf8')));
  const folders = engine.map((name) => join(root, 'node_modules', name));
  writeFileSync(join(staging, 'ThirdPartyNotices.txt'), thirdPartyNotices(metafiles, folders));
}

function manifestIn(staging) {
  const fields = Object.entries(readJson(join(root, 'package.json'))).filter(([name]) => !notForEditors.includes(name));
  const names = ['modelwright-typescript-plugin', ...engine];
  const versions = names.map((name) => [name, readJson(join(staging, 'node_modules', name, 'package.json')).version]);
  return { ...Object.fromEntries(fields), dependencies: Object.fromEntries(versions) };
}

/** Files and folders beside dist/. */
function filesNamed(value) {
  if (typeof value === 'string') return /^(\.\/)?(docs|l10n|syntaxes)(\/|$)/.test(value) ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(filesNamed) : [];
}

/** The programs of `engine` with the binaries of one platform. */
function copyEngine(staging) {
  const binaries = `bin/napi-v6/${target.replace('-', '/')}`;
  if (!existsSync(join(root, 'node_modules/onnxruntime-node', binaries))) {
    console.warn(`onnxruntime-node has nothing for ${target}: this package can check and draw, and can't train.`);
  }
  copyPackage(staging, 'onnxruntime-common', ['dist/cjs']);
  copyPackage(staging, 'onnxruntime-node', ['dist', binaries]);
}

/** Its install script, and what only that needs, stay behind. */
function copyPackage(staging, name, paths) {
  const [from, to] = [root, staging].map((place) => join(place, 'node_modules', name));
  for (const path of paths.filter((path) => existsSync(join(from, path)))) {
    cpSync(join(from, path), join(to, path), { recursive: true, filter: (file) => !unneeded.test(file) });
  }
  const { version, type, main, license } = readJson(join(from, 'package.json'));
  writeJson(join(to, 'package.json'), { name, version, type, main, license });
}

/** Types, source maps, and the name of macOS's library under which nothing asks for it. */
const unneeded = /\.d\.ts$|\.map$|\.\d+\.\d+\.\d+\.dylib$/;

// npm tells real paths.
const staging = realpathSync(mkdtempSync(join(tmpdir(), 'modelwright-package-')));
// vsce ends the process where it finds a secret in a file.
process.once('exit', () => rmSync(staging, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
try {
  await stage(staging);
  mkdirSync(folder, { recursive: true });
  await createVSIX({
    cwd: staging,
    packagePath: folder.endsWith(sep) ? folder : `${folder}${sep}`,
    target,
    useYarn: false,
    // No address is public yet to which links could lead.
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
