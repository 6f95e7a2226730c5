/** Files that mean harm, or just do not end: each gets a clear answer, and the next file is checked as if nothing had been. */
import { describe, expect, it } from 'vitest';
import { parseRecording } from '../../src/compiler/recording';
import { briefly, createTestCompiler } from './compiler';

const { compileFiles } = createTestCompiler();

const GOOD = `import { dense, input, model } from 'modelwright';
const x = input([7]);
export const net = model({ inputs: x, outputs: dense(3, { name: 'only' })(x) });
`;

async function expectGoodFileWorks(): Promise<void> {
  const { networks, diagnostics, partial } = await compileFiles({ 'good.model.ts': GOOD });
  expect({ diagnostics, partial }).toEqual({ diagnostics: [], partial: false });
  expect(networks[0]?.layers.map(({ id }) => id)).toEqual(['input', 'only']);
}

describe('evaluation is stopped', () => {
  it.each([
    ['while (true) {}', 'while (true) {}', 'takes too long'],
    [
      'for (;;) { try { for (;;) {} } finally { continue; } }',
      'for (;;) { try { for (;;) {} } finally { continue; } }',
      'takes too long',
    ],
    ['const f = (): Promise<void> => Promise.resolve().then(f); await f();', undefined, ''],
    ['await new Promise(() => {});', 'await new Promise(() => {})', 'waits for something'],
    ['const all: unknown[] = []; while (true) all.push(new Array(1e6).fill(1));', 'new Array(1e6).fill(1)', '64 MB'],
    ['let list: unknown = []; for (;;) list = [list];', undefined, ''],
    ['new ArrayBuffer(2 ** 31 - 1);', undefined, ''],
    ['const f = (n: number): number => f(n + 1) + 1; f(0);', 'f(n + 1)', 'too deeply'],
    ["let a = '['; for (let i = 0; i < 20; i += 1) a += a; JSON.parse(a);", undefined, ''],
    ['class A { get b(): unknown { return this.b; } } new A().b;', 'this.b', 'too deeply'],
    ['const o: Record<string, unknown> = {}; o.toString = () => `${o}`; `${o}`;', undefined, 'too deeply'],
    ['Array(2 ** 32 - 1).join();', undefined, 'takes too long'],
    ['for (let i = 0; ; i += 1) console.log(i);', 'console.log(i)', '20,000 calls'],
  ])('%s', async (attack, place, words) => {
    const text = `${GOOD}${attack}\n`;
    const { diagnostics, partial } = await compileFiles({ 'bad.model.ts': text });
    const [first, ...others] = briefly(text, diagnostics);
    expect(others).toEqual([]);
    expect(first).toContain(words);
    expect(first).toMatch(/^evaluation/);
    expect(first).not.toMatch(/\n {4}at |prelude|m0/);
    if (place !== undefined) expect(first).toContain(`«${place}»`);
    expect(partial).toBe(true);
    await expectGoodFileWorks();
  });
});

it.each(['a(', '(.*)*x', 'a\\', '$&'])('an error that names %j as not defined is a text like any other', async (name) => {
  const text = `${GOOD}throw new ReferenceError(${JSON.stringify(`'${name}' is not defined`)});\n`;
  const { diagnostics } = await compileFiles({ 'bad.model.ts': text });
  expect(diagnostics.map(({ rule, message }) => ({ rule, message }))).toEqual([
    { rule: 'evaluation', message: `'${name}' is not defined` },
  ]);
});

describe('nothing stays behind', () => {
  it.each([
    'globalThis.leak = 1; Object.prototype.polluted = 1; Array.prototype.map = () => [];',
    'Map.prototype.get = () => 0; WeakMap.prototype.get = () => undefined; WeakMap.prototype.set = () => {};',
    "JSON.stringify = () => '{}'; Object.keys = () => ['x']; Object.entries = () => []; Object.fromEntries = () => ({});",
    "Object.prototype.toJSON = () => 'gone'; Array.prototype.toJSON = () => 'gone'; String.prototype.toJSON = () => 1;",
    'Error = class { stack = 5; }; Object.defineProperty(globalThis, "Error", { value: undefined });',
    'Object.defineProperty(Object.prototype, "$", { value: "tensor" }); Object.defineProperty(Object.prototype, "terms", { value: [] });',
    'Array.prototype[Symbol.iterator] = function* () {}; Object.freeze(Object.prototype); Function.prototype.call = null;',
    'Promise.prototype.then = null; RegExp.prototype.exec = () => null; String.prototype.replace = () => "m0:1:1";',
  ])('%s', async (attack) => {
    // What the tampered file itself gives is its own business; it must not throw, and its messages must be readable.
    const { diagnostics } = await compileFiles({
      'bad.model.ts': `${GOOD}${attack}\nexport const again = model({ inputs: x, outputs: x });\n`,
    });
    for (const { message } of diagnostics) expect(message).not.toMatch(/\n|prelude/);
    await expectGoodFileWorks();
  });
});

describe('imports', () => {
  it('reach only .ts files that the host gives, by relative paths', async () => {
    const asked: string[] = [];
    const { compile } = createTestCompiler((path) => {
      asked.push(path);
      return undefined;
    });
    const specifiers = [
      '/etc/passwd',
      'file:///etc/hosts',
      '../../secret',
      './a.ts',
      'node:fs',
      'https://example.org/x.ts',
      './b.json',
      '#x',
      '',
    ];
    const text = specifiers.map((specifier, index) => `import x${index} from '${specifier}'; x${index};`).join('\n');
    const { diagnostics } = await compile('/work/models/net.model.ts', text);
    expect(diagnostics.map(({ rule, location }) => `${location.range.start.line} ${rule}`)).toEqual(
      specifiers.map(
        (specifier, line) => `${line} import-${['../../secret', './a.ts'].includes(specifier) ? 'missing' : 'refused'}`,
      ),
    );
    expect(asked).toEqual(['/secret.ts', '/secret/index.ts', '/work/models/a.ts']);
  });

  it('by a computed name find nothing', async () => {
    const text = `${GOOD}for (const name of ['node:fs', 'prelude', 'm0', './good']) await import(name);\n`;
    const { diagnostics } = await compileFiles({ 'bad.model.ts': text, 'good.ts': '' });
    expect(diagnostics.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([
      'evaluation: Only modelwright and .ts files beside this one can be imported.',
    ]);
  });
});

describe('a recording that was tampered with is refused', () => {
  const entry = { kind: 'layer', op: 'dense', args: [3], at: 0 };
  /** Lists of arguments go where a recording has them. */
  function recording(...given: Readonly<Record<string, unknown>>[]): string {
    const lists: unknown[] = [];
    const entries = given.map((one) => (Array.isArray(one.args) ? { ...one, args: lists.push(one.args) - 1 } : one));
    return JSON.stringify({ stacks: [''], lists, entries, exports: [] });
  }
  const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);
  const floors = (depth: number): unknown => ({
    terms: [{ times: 1, of: [depth === 0 ? 'a' : { floor: floors(depth - 1), by: 2 }] }],
  });

  it.each([
    ['', 'no JSON'],
    ['null', 'null'],
    ['{"stacks":[],"lists":[],"entries":{},"exports":[]}', 'entries of another kind'],
    [recording({ ...entry, at: -1 }), 'a negative place'],
    [recording({ ...entry, kind: 'nothing' }), 'an unknown kind'],
    [recording({ ...entry, args: 3 }), 'arguments that are no list'],
    [recording({ ...entry, args: [nested(12)] }), 'arguments nested too deeply'],
    [recording({ ...entry, args: [floors(30)] }), 'sizes nested too deeply'],
    [recording({ ...entry, args: [{ terms: [{ times: 'x', of: [] }] }] }), 'sizes that are none'],
    [recording({ ...entry, args: [{ terms: Array(99).fill({ times: 1, of: ['a'] }) }] }), 'sizes with too many terms'],
    [recording({ ...entry, args: [{ $: 'tensor', call: 0, output: 0 }] }), 'a tensor from later'],
    [recording(entry, { kind: 'call', layer: 1, inputs: [], at: 0 }), 'a call of itself'],
    [recording(entry, { kind: 'call', layer: 0.5, inputs: [], at: 0 }), 'half a layer'],
    [recording(entry, { kind: 'data', op: 'split', args: [], from: 0, at: 0 }), 'data made of a layer'],
    [JSON.stringify({ stacks: [1], lists: [], entries: [], exports: [] }), 'stacks that are no text'],
    [JSON.stringify({ stacks: [], lists: [], entries: [], exports: [['a']] }), 'half an export'],
  ])('%s', (json) => {
    expect(parseRecording(json)).toBeUndefined();
  });

  it('but a good one is read', () => {
    expect(parseRecording(recording(entry, { kind: 'call', layer: 0, inputs: ['x'], at: 0 }))?.entries).toHaveLength(2);
  });
});
