// The licences of all that others wrote and a package carries: THIRD-PARTY-NOTICES as its readers expect them, one text.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const read = (path) => readFileSync(path, 'utf8');

/** Under Microsoft's MIT licence, as their package.json says, with no file that holds its text. */
const withoutText = /^onnxruntime-(common|node)$/;

const mit = () =>
  read(`${root}LICENSE`)
    .replace(/^Copyright .*$/m, 'Copyright (c) Microsoft Corporation')
    .trim();

/**
 * @param {readonly import('esbuild').Metafile[]} metafiles of the bundles
 * @param {readonly string[]} folders of packages that are carried as they are
 */
export function thirdPartyNotices(metafiles, folders) {
  const packages = [...new Set([...bundledPackages(metafiles), ...folders])].map(packageIn);
  const parts = [...packages, ...dataSets(), nativeEngine()].sort((one, other) => (one.title < other.title ? -1 : 1));
  // A package that is there twice, in one version.
  const sections = new Set(parts.map(({ title, texts }) => `${RULE}\n${title}\n${RULE}\n\n${texts.join('\n\n')}\n`));
  return `${INTRODUCTION}\n${[...sections].join('\n')}`;
}

const RULE = '='.repeat(80);
const INTRODUCTION = 'Modelwright contains work of others. What it is, and under which licences:\n';

/** Folders of the packages of which something is left in a bundle. */
const bundledPackages = (metafiles) =>
  metafiles
    .flatMap(({ outputs }) => Object.values(outputs))
    .flatMap(({ inputs }) => Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0))
    .flatMap(([path]) => /^.*\/node_modules\/(@[^/]+\/)?[^/]+/.exec(`/${path}`)?.[0].slice(1) ?? [])
    .map((path) => resolve(root, path));

function packageIn(folder) {
  const { name, version, license } = JSON.parse(read(join(folder, 'package.json')));
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice|third-?party|copying|copyright)/i.test(file));
  if (files.length === 0 && !withoutText.test(name)) throw new Error(`${name} ${version} has no file with its licence.`);
  const texts = files.length === 0 ? [mit()] : files.map((file) => read(join(folder, file)).trim());
  return { title: `${name} ${version}${license === undefined ? '' : ` (${license})`}`, texts };
}

function dataSets() {
  const folder = join(root, 'src/data/builtin');
  return readdirSync(folder).map((name) => ({
    title: `Data set ${name}, from scikit-learn`,
    texts: ['README.md', 'LICENSE'].map((file) => read(join(folder, name, file)).trim()),
  }));
}

/** What is inside onnxruntime's native library; the package from npm does not say, the one from PyPI does. */
function nativeEngine() {
  const { version } = JSON.parse(read(`${root}node_modules/onnxruntime-node/package.json`));
  const folder = fileURLToPath(new URL(`onnxruntime-${version}`, import.meta.url));
  if (!existsSync(folder)) throw new Error(`${folder} must hold the licences in the wheel of onnxruntime ${version}.`);
  const texts = ['LICENSE', 'ThirdPartyNotices.txt'].map((file) => read(join(folder, file)).replaceAll('\r\n', '\n').trim());
  return { title: `ONNX Runtime ${version}`, texts };
}
