/** Help with arguments, and what is said of a word, where TypeScript is off. The `|` is the cursor. */
import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { functionSignatures } from '../../src/language/signatures';
import { documentationAt } from '../../src/server/documentation';
import { signatureHelpAt } from '../../src/server/signature-help';
import { cursorIn } from '../marked';

const IMPORTS = "import { conv2d, dense, digits, maxPooling2d, train } from 'modelwright';\n";

function at<T>(marked: string, ask: (document: TextDocument, position: { line: number; character: number }) => T): T {
  const { text, offset } = cursorIn(marked);
  const document = TextDocument.create('file:///a.model.ts', 'typescript', 1, text);
  return ask(document, document.positionAt(offset));
}

/** The label with «» around what is active. */
function help(marked: string): string | undefined {
  const found = at(IMPORTS + marked, signatureHelpAt);
  const [signature] = found?.signatures ?? [];
  if (signature === undefined) return undefined;
  const span = signature.parameters?.[found?.activeParameter ?? 0]?.label;
  if (typeof span !== 'object') return signature.label;
  const [start, end] = span;
  return `${signature.label.slice(0, start)}«${signature.label.slice(start, end)}»${signature.label.slice(end)}`;
}

describe('help with arguments', () => {
  it.each([
    ['maxPooling2d(|)', 'maxPooling2d(«poolSize?», { strides?, padding?, name?, trainable? }): Layer'],
    ['maxPooling2d(2, |)', 'maxPooling2d(poolSize?, { «strides?», padding?, name?, trainable? }): Layer'],
    ['maxPooling2d(2, { strides: 2, | })', 'maxPooling2d(poolSize?, { strides?, «padding?», name?, trainable? }): Layer'],
    ["maxPooling2d(2, { name: '|' })", 'maxPooling2d(poolSize?, { strides?, padding?, «name?», trainable? }): Layer'],
    ['maxPooling2d(2, {}, |)', 'maxPooling2d(poolSize?, { «strides?», padding?, name?, trainable? }): Layer'],
    ['digits().shuffle({ | })', 'shuffle({ «seed?» }): Data'],
    ['digits(|)', 'digits(): Data'],
    ['train(m, { | })', 'train(model, { «data», loss, optimizer, metrics?, callbacks?, epochs?, batchSize?, seed? }): Training'],
    ['maxPooling2d(2)(|x)', undefined],
  ])('%s', (marked, expected) => {
    expect(help(marked)).toBe(expected);
  });

  it('documents the function and each argument', () => {
    const [signature] = at(`${IMPORTS}conv2d(|`, signatureHelpAt)?.signatures ?? [];
    expect(signature?.documentation).toMatchObject({ value: expect.stringContaining('Moves a kernel over images') });
    const spec = functionSignatures.get('conv2d');
    const docs = [...(spec?.positional ?? []), ...(spec?.options ?? [])].map((name) => spec?.arguments[name]?.doc);
    expect(docs.length).toBeGreaterThan(10);
    expect(signature?.parameters).toEqual(
      docs.map((doc) =>
        expect.objectContaining({ documentation: { kind: 'markdown', value: expect.stringContaining(doc ?? '-') } }),
      ),
    );
  });
});

describe('what is said of a word', () => {
  const said = (marked: string): string | undefined => {
    const contents = at(IMPORTS + marked, documentationAt)?.contents;
    return contents !== undefined && typeof contents === 'object' && 'value' in contents ? contents.value : undefined;
  };

  it('is how a function is called, what it does, and what it takes', () => {
    expect(said('maxPool|ing2d(2)')?.split('\n')).toEqual([
      '```ts',
      'maxPooling2d(poolSize?, options?): Layer',
      '```',
      '',
      functionSignatures.get('maxPooling2d')?.doc,
      '',
      '- `poolSize = [2, 2]`: Height and width of the window.',
      expect.stringMatching(/^- `strides`: /),
      expect.stringMatching(/^- `padding = 'valid'`: /),
      expect.stringMatching(/^- `name`: Name of the layer/),
      '- `trainable = true`: Whether training may change the weights.',
    ]);
  });

  it('is what an option is for, what it takes, and its default', () => {
    expect(said("conv2d(8, 3, { pad|ding: 'same' })")).toBe(
      "```ts\npadding?: 'valid' | 'same'\n```\n\n`same` pads with zeros, so that stride 1 keeps height and width; `valid` does not pad.\n\nDefault: `'valid'`",
    );
  });

  it('is about the word alone', () => {
    const hover = at(`${IMPORTS}x = den|se(10);`, documentationAt);
    expect(hover?.range).toEqual({ start: { line: 1, character: 4 }, end: { line: 1, character: 9 } });
    expect(said('const other| = 1;')).toBeUndefined();
  });
});
