/**
 * What our grammars add to TypeScript's: seen line by line in `fixtures/syntaxes/`, and never more than that. Renew the
 * pictures and the files in `syntaxes/` with `vitest -u`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import manifest from '../../package.json';
import { functions } from '../../src/language/functions';
import { grammars } from '../../src/language/grammar';
import { createTokenizer, type Token } from './tokens';

const root = fileURLToPath(new URL('../../', import.meta.url));
const fixtures = `${root}test/fixtures/syntaxes/`;

const plain = await createTokenizer(false);
const coloured = await createTokenizer(true);

const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}${name}`);
const read = (path: string): string => readFileSync(path, 'utf8');

const isOurs = (scope: string): boolean => scope.endsWith('.modelwright');

describe('the files in syntaxes/', () => {
  it.each(Object.entries(grammars()))('hold %s', async (name, grammar) => {
    const text = `${JSON.stringify(grammar, null, 2)}\n`;
    await expect(text).toMatchFileSnapshot(`${root}syntaxes/${name}.tmLanguage.json`);
  });

  it('are what the extension contributes', () => {
    expect(manifest.contributes.grammars).toEqual(
      Object.entries(grammars()).map(([name, { scopeName }]) => ({
        scopeName,
        path: `./syntaxes/${name}.tmLanguage.json`,
        injectTo: ['source.ts'],
      })),
    );
  });
});

describe('scopes', () => {
  const pictured = [`${root}examples/digits.model.ts`, ...filesOf(fixtures)];

  it.each(pictured.map((path) => [basename(path).replace(/\.(model\.)?ts$/, ''), path]))('of %s', async (name, path) => {
    await expect(picture(coloured(read(path)))).toMatchFileSnapshot(`${fixtures}${name}.expected.txt`);
  });

  it.each(functions.map(({ kind, spec }) => [spec.op, kind]))('of %s() say that it is of kind %s', (op, kind) => {
    const [, call = []] = coloured(`import { ${op} } from 'modelwright';\n${op}();`);
    expect(call.at(0)?.text).toBe(op);
    expect(call.at(0)?.scopes.at(-1)).toMatch(new RegExp(`^entity\\.name\\.function\\.${kind}\\.([a-z]+\\.)?modelwright$`));
  });
});

describe('without our scopes, TypeScript has what it had', () => {
  const models = [...filesOf(`${root}examples/`), ...filesOf(`${root}test/fixtures/compiler/`), ...filesOf(fixtures)];

  it.each(models.map((path) => [path.slice(root.length), path]))('in %s', (_, path) => {
    const text = read(path);
    expect(coloured(text).map(withoutOurs)).toEqual(plain(text).map(withoutOurs));
  });

  it('in files that are not ours, where there are none', () => {
    const own = filesOf(`${root}src/language/`);
    expect(own.length).toBeGreaterThan(10);
    for (const path of [...own, `${fixtures}other.ts`]) expect(coloured(read(path)), path).toEqual(plain(read(path)));
  });
});

/** Without our scopes, and without the borders that stood between them. */
function withoutOurs(line: readonly Token[]): Token[] {
  const merged: Token[] = [];
  for (const { text, scopes } of line) {
    const others = scopes.filter((scope) => !isOurs(scope));
    const last = merged.at(-1);
    if (last?.scopes.join(' ') === others.join(' ')) merged[merged.length - 1] = { text: last.text + text, scopes: others };
    else merged.push({ text, scopes: others });
  }
  return merged;
}

/** Each line, and below it where our scopes hold. That of the whole file is shown where it begins. */
function picture(lines: readonly (readonly Token[])[]): string {
  let begun = false;
  return lines
    .map((tokens) => {
      const marks = [...new Set(tokens.flatMap(({ scopes }) => scopes.filter(isOurs)))]
        .filter((scope) => scope !== 'meta.model.modelwright' || !begun)
        .map((scope) => `${under(tokens, scope)} ${scope}`);
      begun ||= marks.some((mark) => mark.endsWith(' meta.model.modelwright'));
      return [`|${tokens.map(({ text }) => text).join('')}`, ...marks.map((mark) => ` ${mark}`)].join('\n');
    })
    .join('\n');
}

const under = (tokens: readonly Token[], scope: string): string =>
  tokens
    .map(({ text, scopes }) => (scopes.includes(scope) ? '^' : ' ').repeat(text.length))
    .join('')
    .trimEnd();
