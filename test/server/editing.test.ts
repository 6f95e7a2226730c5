/** What an editor shows of a model beside its findings: hovers, hints, lenses, fixes. */
import { describe, expect, it } from 'vitest';
import type { CodeAction, CodeLens, Hover, InlayHint, MarkupContent, TextEdit } from 'vscode-languageserver/node';
import { type Client, type Document, SETTINGS, sharedClient, startClient } from './client';

const shared = sharedClient();

const CNN = `import { conv2d, dense, digits, dropout, flatten, input, maxPooling2d, model, train } from 'modelwright';

const photo = input([28, 28, 1], { name: 'photo' });
let x = photo;
for (const filters of [8, 16, 32]) {
  x = conv2d(filters, 3, { padding: 'same', activation: 'relu' })(x);
  x = maxPooling2d(2)(x);
}
const flat = dropout(0.5)(flatten()(x));
const answer = dense(10, { activation: 'softmax' })(flat);
export const net = model({ inputs: photo, outputs: answer });
export default train(net, { data: digits().normalize(), loss: 'sparseCategoricalCrossentropy', optimizer: 'adam' });
`;

/** Lines of the hover as a person reads them. */
async function hover(client: Client, document: Document, of: string, part?: string): Promise<string[]> {
  const { start } = document.range(of, part);
  const shown = await client.request<Hover | null>('textDocument/hover', { textDocument: document, position: start });
  if (shown === null) return [];
  const { kind, value } = shown.contents as MarkupContent;
  expect(kind).toBe('markdown');
  return value
    .replace(/\\([!-/:-@[-`{-~])/g, '$1')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

describe('hover', () => {
  it('on a layer: what it is, what it costs, and where its sizes come from', async () => {
    const client = await shared();
    const document = client.open('net.model.ts', CNN);
    const shown = await hover(client, document, 'dense(10', 'dense');
    expect(shown.slice(0, 7)).toEqual([
      '**dense 10 softmax** → 10',
      '2,890 parameters · 2,880 MACs',
      '288 = 3 × 3 × 32 ← flatten ← maxPooling2d (line 7)',
      '3 = ⌊7 / 2⌋ ← maxPooling2d ← conv2d (line 6)',
      '32 ← filters of conv2d (line 6)',
      '7 = ⌊14 / 2⌋ ← maxPooling2d ← conv2d (line 6)',
      '14 = ⌊28 / 2⌋ ← maxPooling2d ← conv2d (line 6)',
    ]);
    expect(shown).toContain(
      'Densely connected layer: activation(x · kernel + bias). It works on the last axis and keeps the others.',
    );
    // The first and the last turn of the loop.
    expect((await hover(client, document, 'conv2d(filters', 'conv2d')).filter((line) => line.startsWith('**'))).toEqual([
      '**conv2d 8 · 3×3 same relu** → 28×28×8',
      '**conv2d 32 · 3×3 same relu** → 7×7×32',
    ]);
  });

  it('on a tensor: its shape, wherever it is used or made', async () => {
    const client = await shared();
    const document = client.open('net.model.ts', CNN);
    expect(await hover(client, document, '(flat)', 'flat')).toEqual([
      '**flat** 288',
      '288 = 3 × 3 × 32 ← flatten ← maxPooling2d (line 7)',
      '3 = ⌊7 / 2⌋ ← maxPooling2d ← conv2d (line 6)',
      '32 ← filters of conv2d (line 6)',
      '7 = ⌊14 / 2⌋ ← maxPooling2d ← conv2d (line 6)',
      '14 = ⌊28 / 2⌋ ← maxPooling2d ← conv2d (line 6)',
    ]);
    expect((await hover(client, document, 'const photo', 'photo'))[0]).toBe('**photo** 28×28×1');
    expect((await hover(client, document, 'outputs: answer', 'answer'))[0]).toBe('**answer** 10');
    expect((await hover(client, document, 'flatten()(x)', 'x)'))[0]).toBe('**x** 3×3×32');
  });

  it('on one of two tensors that share a name: its own shape', async () => {
    const client = await shared();
    const text = `import { dense, input, model, type Tensor } from 'modelwright';
const x = input([4]);
const head = (x: Tensor) => {
  const y = dense(7)(x);
  return dense(3)(y);
};
const y = head(x);
export const net = model({ inputs: x, outputs: y });
`;
    const document = client.open('net.model.ts', text);
    expect((await hover(client, document, 'dense(3)(y)', 'y'))[0]).toBe('**y** 7');
    expect((await hover(client, document, 'outputs: y', 'y'))[0]).toBe('**y** 3');
    expect((await hover(client, document, 'inputs: x', 'x'))[0]).toBe('**x** 4');
  });

  it('on a tensor that only a model gives out: its shape too', async () => {
    const client = await shared();
    const text = `import { dense, input, model, type Tensor } from 'modelwright';
const x = input([4]);
const heads = (x: Tensor, units: number) => dense(units)(x);
const wide = heads(x, 20);
const outputs = heads(x, 5);
export const both = model({ inputs: x, outputs: [wide, heads(x, 9)] });
export const one = model({ inputs: [x], outputs });
`;
    const document = client.open('net.model.ts', text);
    expect(await hover(client, document, 'const wide', 'wide')).toEqual(['**wide** 20', '20 ← units of dense (line 3)']);
    expect((await hover(client, document, '[wide', 'wide'))[0]).toBe('**wide** 20');
    expect((await hover(client, document, 'const outputs', 'outputs'))[0]).toBe('**outputs** 5');
    expect((await hover(client, document, '[x]', 'x'))[0]).toBe('**x** 4');
  });

  it('on an argument: what it is for; nothing that TypeScript says too', async () => {
    const client = await shared();
    const document = client.open('net.model.ts', CNN);
    const rate = expect.arrayContaining(['rate: number', expect.stringContaining('Part of the values')]);
    expect(await hover(client, document, 'dropout(0.5', '0.5')).toEqual(rate);
    expect(await hover(client, document, "padding: 'same'", 'padding')).not.toEqual([]);
    client.notify('modelwright/configure', { ...SETTINGS, typescriptIsActive: true });
    expect(await hover(client, document, "padding: 'same'", 'padding')).toEqual([]);
    expect(await hover(client, document, 'dropout(0.5', '0.5')).toEqual(rate);
    expect(await hover(client, document, 'export const', 'export')).toEqual([]);
    expect((await hover(client, document, 'dense(10', 'dense')).join()).not.toContain('Densely');
  });
});

describe('shapes behind layers', () => {
  const hints = async (client: Client, document: Document, lines: readonly [number, number] = [0, 99]) => {
    const range = { start: { line: lines[0], character: 0 }, end: { line: lines[1], character: 0 } };
    const found = await client.request<InlayHint[]>('textDocument/inlayHint', { textDocument: document, range });
    return found.map(({ position, label }) => {
      const line = document.text().split('\n')[position.line] ?? '';
      return `${line.slice(0, position.character)}⟨${label}⟩`.trim();
    });
  };

  it('stand where layers are applied; in a loop the first and the last', async () => {
    const client = await shared();
    const document = client.open('net.model.ts', CNN);
    expect(await hints(client, document)).toEqual([
      "x = conv2d(filters, 3, { padding: 'same', activation: 'relu' })(x)⟨28×28×8 … 7×7×32⟩",
      'x = maxPooling2d(2)(x)⟨14×14×8 … 3×3×32⟩',
      'const flat = dropout(0.5)(flatten()(x)⟨288⟩',
      'const flat = dropout(0.5)(flatten()(x))⟨288⟩',
      "const answer = dense(10, { activation: 'softmax' })(flat)⟨10⟩",
    ]);
    expect(await hints(client, document, [9, 10])).toHaveLength(1);
    client.notify('modelwright/configure', { ...SETTINGS, inlayHints: false });
    expect(await hints(client, document)).toEqual([]);
  });

  it('stand behind each layer of a list', async () => {
    const client = await shared();
    const text = `import { dense, input, sequential } from 'modelwright';
export const net = sequential([input([4]), dense(3), dense(2)]);
`;
    const document = client.open('net.model.ts', text);
    expect(await hints(client, document)).toEqual([
      'export const net = sequential([input([4]), dense(3)⟨3⟩',
      'export const net = sequential([input([4]), dense(3), dense(2)⟨2⟩',
    ]);
  });
});

describe('lenses', () => {
  const lenses = async (client: Client, document: Document) =>
    (await client.request<CodeLens[]>('textDocument/codeLens', { textDocument: document })).map(({ range, command }) => [
      range.start.line,
      command?.title,
      command?.command,
      command?.arguments,
    ]);

  it('say what a model costs, and start its training where the workspace is trusted', async () => {
    const client = await shared();
    const document = client.open('net.model.ts', CNN);
    const shown = [10, expect.stringMatching(/^8,778 parameters · [\d.,]+ \w*MACs · Preview$/), 'modelwright.showArchitecture'];
    expect(await lenses(client, document)).toEqual([
      [...shown, [document.uri, 'net']],
      [11, '▷ Train', 'modelwright.train', [document.uri, 'default']],
    ]);
    client.notify('modelwright/configure', { ...SETTINGS, trusted: false });
    expect(await lenses(client, document)).toEqual([[...shown, [document.uri, 'net']]]);
    client.notify('modelwright/configure', { ...SETTINGS, codeLens: false });
    expect(await lenses(client, document)).toEqual([]);
  });

  it('are asked for again only when something else than the text changed them', async () => {
    const refreshSupport = true;
    const client = await startClient({
      files: { 'sizes.ts': 'export const units = 10;\n' },
      capabilities: { workspace: { codeLens: { refreshSupport }, inlayHint: { refreshSupport } } },
    });
    const document = client.open('net.model.ts', `${CNN.replace('dense(10', 'dense(units')}import { units } from './sizes';\n`);
    await document.diagnostics();
    document.replace('[8, 16, 32]', '[8, 16, 33]');
    const sizes = client.open('sizes.ts', 'export const units = 10;\n');
    sizes.replace('10;', '10; // as before');
    await lenses(client, document);
    expect(client.asked).toEqual([]);
    sizes.replace('10;', '12;');
    await lenses(client, document);
    expect(client.asked).toEqual(['workspace/codeLens/refresh', 'workspace/inlayHint/refresh']);
  });
});

describe('fixes', () => {
  const FAULTY = CNN.replace('dropout(0.5)(flatten()(x))', 'dropout(0.5)(x)').replace('normalize()', 'normalise()');
  const actions = (client: Client, document: Document, of: string, only?: string[]) =>
    client.request<CodeAction[]>('textDocument/codeAction', {
      textDocument: document,
      range: document.range(of),
      context: { diagnostics: [], ...(only === undefined ? {} : { only }) },
    });
  const editsOf = (action: CodeAction | undefined, document: Document): readonly TextEdit[] =>
    action?.edit?.changes?.[document.uri] ?? [];

  it('are offered at their finding, the first as the preferred one', async () => {
    const client = await shared();
    const document = client.open('net.model.ts', CNN.replace("activation: 'relu'", "activatoin: 'relu'"));
    expect(await actions(client, document, 'export default')).toEqual([]);
    const [fix, ...others] = await actions(client, document, 'activatoin');
    expect(others).toEqual([]);
    expect(fix).toMatchObject({
      title: 'Change to activation',
      kind: 'quickfix',
      isPreferred: true,
      diagnostics: [{ code: 'argument-unknown', range: document.range('activatoin') }],
    });
    expect(editsOf(fix, document)).toEqual([{ range: document.range('activatoin'), newText: 'activation' }]);
    expect(await actions(client, document, 'activatoin', ['refactor'])).toEqual([]);
  });

  it('are all applied by a source action, as far as they leave each other alone', async () => {
    const client = await shared();
    const text = FAULTY.replace('normalise()', 'normalize()')
      .replace("activation: 'relu'", "activatoin: 'relu'")
      .replace("activation: 'softmax'", "activaton: 'softmax'");
    const document = client.open('net.model.ts', text);
    const [all, ...others] = await actions(client, document, 'export default', ['source.fixAll']);
    expect(others).toEqual([]);
    expect(all?.kind).toBe('source.fixAll.modelwright');
    const edits = editsOf(all, document);
    expect(edits.length).toBeGreaterThan(1);
    for (const { range, newText } of [...edits].sort((a, b) => b.range.start.line - a.range.start.line)) {
      const lines = document.text().split('\n');
      const old = lines[range.start.line]?.slice(range.start.character, range.end.character) ?? '';
      if (old !== '') document.replace(old, newText);
    }
    expect((await document.diagnostics()).map(({ code }) => code)).not.toContain('argument-unknown');
  });
});
