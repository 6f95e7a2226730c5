import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { suite, test } from 'mocha';
import {
  type CodeLens,
  type CompletionItem,
  type CompletionList,
  commands,
  type Hover,
  type InlayHint,
  MarkdownString,
  type Position,
  Range,
  type SignatureHelp,
  type TextDocument,
} from 'vscode';
import { after, draft, eventually, find, replace } from './editor';

suite('in a model file', () => {
  test('a hover says shape, parameters and where a size comes from', async () => {
    const { document } = await draft('digits.model.ts');
    const text = await eventually(
      () => hover(document, find(document, 'dense(10').start),
      (found) => found.includes('2,570'),
    );
    match(text, /256 = 2 × 2 × 64 ← flatten ← maxPooling2d \(line 13\)/);
  });

  test('hints show shapes', async () => {
    const { document } = await draft('digits.model.ts');
    const whole = new Range(0, 0, document.lineCount, 0);
    const hints = await eventually(
      () => commands.executeCommand<InlayHint[]>('vscode.executeInlayHintProvider', document.uri, whole),
      (found) => found.length > 0,
    );
    const labels = hints.map(({ label }) => (typeof label === 'string' ? label : label.map(({ value }) => value).join('')));
    ok(
      labels.some((label) => label.includes('256')),
      labels.join(),
    );
  });

  test('lenses over model and training say what they cost, show and train them', async () => {
    const { document } = await draft('digits.model.ts');
    const lenses = await eventually(
      () => commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 10),
      (found) => found.some(({ command }) => command?.command === 'modelwright.train'),
    );
    const called = new Set(lenses.map(({ command }) => command?.command));
    ok(called.has('modelwright.showArchitecture'));
    ok(lenses.some(({ command }) => command?.title.includes('parameters')));
  });

  test('completion offers layers and values, each once', async () => {
    const editor = await draft('digits.model.ts');
    const { document } = editor;
    await replace(editor, "'softmax'", "''");
    const values = await eventually(
      () => complete(document, after(document, "activation: '").translate(0, 0)),
      (found) => found.includes('softmax'),
    );
    deepEqual(doubles(values), []);
    ok(values.includes('relu'));

    await replace(editor, 'x = flatten()(x);', 'x = conv');
    const layers = await eventually(
      () => complete(document, after(document, 'x = conv')),
      (found) => found.includes('conv2d'),
    );
    deepEqual(doubles(layers.filter((label) => label.startsWith('conv'))), []);
  });

  test('signature help says what an argument is, once', async () => {
    const { document } = await draft('digits.model.ts');
    const help = await eventually(
      () =>
        commands.executeCommand<SignatureHelp | undefined>(
          'vscode.executeSignatureHelpProvider',
          document.uri,
          after(document, 'dense('),
        ),
      (found) => (found?.signatures.length ?? 0) > 0,
    );
    equal(help?.signatures.length, 1);
    match(help.signatures[0]?.label ?? '', /units/);
  });
});

async function hover(document: TextDocument, position: Position): Promise<string> {
  const hovers = await commands.executeCommand<Hover[]>('vscode.executeHoverProvider', document.uri, position);
  return hovers
    .flatMap(({ contents }) => contents)
    .map((part) => (part instanceof MarkdownString ? part.value : typeof part === 'string' ? part : part.value))
    .join('\n')
    .replaceAll('\\', '');
}

async function complete(document: TextDocument, position: Position): Promise<string[]> {
  const { items } = await commands.executeCommand<CompletionList>('vscode.executeCompletionItemProvider', document.uri, position);
  return items.map(nameOf);
}

const nameOf = ({ label }: CompletionItem): string => (typeof label === 'string' ? label : label.label).replace(/['"]/g, '');

const doubles = (labels: readonly string[]): string[] => labels.filter((label, at) => labels.indexOf(label) !== at);
