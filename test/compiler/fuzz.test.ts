/** Files as they are while someone types: whatever stands there, the answer is quick, in the file, and in words. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, it } from 'vitest';
import type { Compilation } from '../../src/compiler/compile';
import type { Position, Range } from '../../src/ir/location';
import { createTestCompiler } from './compiler';
import { drawer } from './draw';

const folder = fileURLToPath(new URL('../../examples/', import.meta.url));
const examples = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.model.ts'))
  .sort()
  .map((path) => ({ path: `${folder}${path}`, text: readFileSync(`${folder}${path}`, 'utf8') }));

const { compile } = createTestCompiler();

/** What has no end is stopped long before. */
const LONGEST = 10_000;

async function compileInTime(path: string, text: string): Promise<Compilation> {
  const started = performance.now();
  const compilation = await compile(path, text);
  expect(performance.now() - started).toBeLessThan(LONGEST);
  for (const { location, related, fixes, message } of compilation.diagnostics) {
    const places = [location, ...related.map((one) => one.location), ...fixes.flatMap(({ edits }) => edits)];
    for (const { file, range } of places) {
      expect(file).toBe(path);
      expect(isInside(range, text), `${message} ${JSON.stringify(range)}`).toBe(true);
    }
    for (const words of [message, ...related.map((one) => one.message), ...fixes.map(({ title }) => title)]) {
      // What the user's own expression gives may well be undefined: `[2, 3][3, 2]`, where a comma is missing between rows.
      expect(words.replace(/; it is \[.*\]\.$/, '')).not.toMatch(/undefined|NaN/);
      expect(words).not.toMatch(/\[object|\n/);
      expect(words.trim()).not.toBe('');
    }
  }
  return compilation;
}

function isInside({ start, end }: Range, text: string): boolean {
  const lines = text.split('\n');
  const isPlace = ({ line, character }: Position): boolean =>
    line >= 0 && character >= 0 && line < lines.length && character <= (lines[line]?.length ?? 0);
  const inOrder = start.line < end.line || (start.line === end.line && start.character <= end.character);
  return isPlace(start) && isPlace(end) && inOrder;
}

interface Token {
  readonly kind: ts.SyntaxKind;
  readonly start: number;
  readonly text: string;
}

function tokensOf(text: string): Token[] {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, true, ts.LanguageVariant.Standard, text);
  const tokens: Token[] = [];
  for (let kind = scanner.scan(); kind !== ts.SyntaxKind.EndOfFileToken; kind = scanner.scan()) {
    tokens.push({ kind, start: scanner.getTokenStart(), text: scanner.getTokenText() });
  }
  return tokens;
}

/** One to three times: takes a token away, puts one from elsewhere in, or puts another of its kind in its place. */
function mutate(text: string, draw: (bound: number) => number): string {
  let mutated = text;
  for (let left = 1 + draw(3); left > 0; left--) {
    const tokens = tokensOf(mutated);
    const at = tokens[draw(tokens.length)];
    const likes = tokens.filter(({ kind }) => kind === at?.kind);
    const [other, like] = [tokens[draw(tokens.length)], likes[draw(likes.length)]];
    if (at === undefined || other === undefined || like === undefined) break;
    const [before, after] = [mutated.slice(0, at.start), mutated.slice(at.start)];
    const rest = after.slice(at.text.length);
    const way = draw(6);
    mutated = way === 0 ? before + rest : way === 1 ? `${before}${other.text} ${after}` : before + like.text + rest;
  }
  return mutated;
}

it('200 examples with tokens missing or misplaced', { timeout: 60_000 }, async () => {
  const draw = drawer(20);
  for (let turn = 0; turn < 200; turn++) {
    const { path, text } = examples[turn % examples.length] ?? { path: '', text: '' };
    const mutated = mutate(text, draw);
    try {
      await compileInTime(path, mutated);
    } catch (error) {
      throw new Error(`turn ${turn}:\n${mutated}`, { cause: error });
    }
  }
});

it('an example cut off anywhere keeps the layers in front of the cut', { timeout: 60_000 }, async () => {
  const { path, text } = examples.find((example) => example.path.endsWith('/digits.model.ts')) ?? { path: '', text: '' };
  const isMade = text.indexOf('model({');
  const isWhole = text.indexOf('});', isMade) + 3;
  expect(isMade).toBeGreaterThan(0);
  for (let cut = 0; cut <= text.length; cut += 7) {
    const { networks, partial } = await compileInTime(path, text.slice(0, cut));
    if (cut >= isWhole)
      expect(
        networks.map(({ layers }) => layers.length),
        `cut at ${cut}`,
      ).toEqual([8]);
    if (cut >= isWhole && cut < text.trimEnd().length - 1) expect(partial, `cut at ${cut}`).toBe(true);
  }
});

it.each(['export', 'export default', 'const', 'export const', 'let'])(
  'a line that begins with %s and goes no further',
  async (word) => {
    const text = `import { dense, input, sequential } from 'modelwright';

export const net = sequential([input([3]), dense(2)]);
${word}`;
    for (const ending of ['', '\n', '\n\n// later\n']) {
      const { diagnostics, networks, partial } = await compileInTime('begun.model.ts', text + ending);
      expect(diagnostics.map(({ rule, location }) => [rule, location.range.start.line])).toEqual([['syntax', 3]]);
      expect({ networks: networks.length, partial }).toEqual({ networks: 1, partial: true });
    }
  },
);
