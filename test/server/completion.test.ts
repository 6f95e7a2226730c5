/** What is offered while a model file is typed. The `|` is the cursor. */
import { describe, expect, it } from 'vitest';
import { type CompletionItem, CompletionItemKind, InsertTextFormat } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { functions } from '../../src/language/functions';
import { functionSignatures, transformSignatures } from '../../src/language/signatures';
import { typeNames } from '../../src/language/types';
import { type CompletionOptions, completionsAt } from '../../src/server/completion';
import { cursorIn } from '../marked';
import { TYPESCRIPT_OFFERS } from '../typescript-offers';

const IMPORTS = "import { csv, dense, digits, model, train } from 'modelwright';\n";
const ALONE: CompletionOptions = { typescriptIsActive: false, snippets: true };
const BESIDE: CompletionOptions = { typescriptIsActive: true, snippets: true };

function documentOf(marked: string): { document: TextDocument; offset: number } {
  const { text, offset } = cursorIn(marked);
  return { document: TextDocument.create('file:///a.model.ts', 'typescript', 1, text), offset };
}

/** As an editor lists them. */
function offered(marked: string, options = ALONE): CompletionItem[] {
  const { document, offset } = documentOf(marked);
  const key = ({ sortText = '', label }: CompletionItem): string => `${sortText} ${label}`;
  return completionsAt(document, document.positionAt(offset), options).sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

const labels = (marked: string, options = ALONE): string[] => offered(marked, options).map(({ label }) => label);

/** The text once an item is chosen; snippets stay as they are. */
function accepted(marked: string, label: string, options = ALONE): string {
  const { document } = documentOf(marked);
  const item = offered(marked, options).find((one) => one.label === label);
  if (item?.textEdit === undefined || !('range' in item.textEdit)) throw new Error(`${label} is not offered.`);
  return TextDocument.applyEdits(document, [item.textEdit, ...(item.additionalTextEdits ?? [])]);
}

describe('where TypeScript is off', () => {
  it.each([
    ['dense(10, { | })', 'activation useBias kernelInitializer biasInitializer name trainable'],
    ["dense(10, { activation: 'relu', useBias: true, | })", 'kernelInitializer biasInitializer name trainable'],
    ['train(m, { | })', 'data loss optimizer metrics callbacks epochs batchSize seed'],
    ['model({ inputs: x, | })', 'outputs name'],
    ['digits().split({ | })', 'validation test shuffle seed'],
    ["dense(10, { activation: '|' })", 'linear relu sigmoid tanh softmax'],
    ['dense(10, { useBias: | })', 'true false'],
    ["train(m, { loss: '|' })", 'categoricalCrossentropy sparseCategoricalCrossentropy binaryCrossentropy meanSquaredError'],
    [
      'train(m, { loss: | })',
      "'categoricalCrossentropy' 'sparseCategoricalCrossentropy' 'binaryCrossentropy' 'meanSquaredError' binaryCrossentropy categoricalCrossentropy meanSquaredError sparseCategoricalCrossentropy",
    ],
    ['train(m, { optimizer: | })', "'sgd' 'adam' adam sgd"],
    ["train(m, { metrics: ['|'] })", 'accuracy precision recall f1'],
    ["train(m, { metrics: ['accuracy', '|'] })", 'precision recall f1'],
    ['train(m, { callbacks: [|] })', 'earlyStopping reduceLROnPlateau'],
    ['train(m, { data: | })', 'csv digits arrays fashionMnist idx images iris mnist npy'],
    ['train(|)', 'model sequential'],
    ['dense(10, |)', 'activation useBias kernelInitializer biasInitializer name trainable'],
    ["csv('a.csv', { delimiter: '|' })", ', ; \\t'],
    ['digits().|', 'batch normalize oneHot shuffle split standardize'],
    ['const a = 1;\nconst b = 2;\ndense(|)', 'a b size'],
    ["const s = '|';", ''],
  ])('%s', (marked, expected) => {
    expect(labels(IMPORTS + marked).join(' ')).toBe(expected);
  });

  it.each([
    ['dense(10, { | })', 'activation', "dense(10, { activation: ${1|'relu','sigmoid','tanh','softmax','linear'|} })"],
    ['dense(10, { use| })', 'useBias', 'dense(10, { useBias: ${1|false,true|} })'],
    ['dense(10, { | })', 'name', "dense(10, { name: '${1:}' })"],
    ['dense(10, { nam|: "a" })', 'name', 'dense(10, { name: "a" })'],
    ['train(m, { | })', 'epochs', 'train(m, { epochs: ${1:1} })'],
    ['train(m, { | })', 'data', 'train(m, { data: $1 })'],
    ['digits().normalize({ | })', 'to', 'digits().normalize({ to: ${1|[-1\\, 1],[0\\, 1]|} })'],
    ['dense(10, |)', 'activation', "dense(10, { activation: ${1|'relu','sigmoid','tanh','softmax','linear'|} })"],
    ["dense(10, { activation: '|' })", 'relu', "dense(10, { activation: 'relu' })"],
    ["dense(10, { activation: 'si|gm' })", 'tanh', "dense(10, { activation: 'tanh' })"],
    ["dense(10, { activation: '|", 'relu', "dense(10, { activation: 'relu'"],
    ['dense(10, { activation: "|" })', 'relu', 'dense(10, { activation: "relu" })'],
    ['dense(10, { activation: | })', "'relu'", "dense(10, { activation: 'relu' })"],
    ['dense(10, { activation: re| })', "'relu'", "dense(10, { activation: 'relu' })"],
    ['train(m, { metrics: | })', "['accuracy']", "train(m, { metrics: ['accuracy'] })"],
    ["train(m, { metrics: ['accuracy', |] })", "'f1'", "train(m, { metrics: ['accuracy', 'f1'] })"],
    ['x = den|', 'dense', 'x = dense'],
    ['digits().spl|', 'split', 'digits().split'],
  ])('%s, and %s is chosen', (marked, label, expected) => {
    expect(accepted(IMPORTS + marked, label)).toBe(IMPORTS + expected);
  });

  it('imports a function that the file does not have yet', () => {
    expect(accepted(`${IMPORTS}x = conv|`, 'conv2d')).toBe(
      "import { conv2d, csv, dense, digits, model, train } from 'modelwright';\nx = conv2d",
    );
    expect(accepted('const x = inp|', 'input')).toBe("import { input } from 'modelwright';\n\nconst x = input");
    expect(accepted(`${IMPORTS}train(m, { optimizer: | })`, 'adam')).toBe(
      "import { adam, csv, dense, digits, model, train } from 'modelwright';\ntrain(m, { optimizer: adam })",
    );
  });

  it('calls functions by the names that the file has for them', () => {
    expect(accepted("import { dense as wide } from 'modelwright';\nx = wi|", 'wide')).toContain('\nx = wide');
    const namespace = "import * as mw from 'modelwright';\nx = ";
    expect(accepted(`${namespace}den|`, 'dense')).toBe(`${namespace}mw.dense`);
    expect(accepted(`${namespace}mw.den|`, 'dense')).toBe(`${namespace}mw.dense`);
  });

  it('offers what is not imported yet in an import, functions first', () => {
    const found = labels("import { dense, | } from 'modelwright';");
    const names = [...functionSignatures.keys()].filter((op) => op !== 'dense');
    expect(found.slice(0, names.length).sort()).toEqual(names.sort());
    expect(found.slice(names.length).sort()).toEqual([...typeNames].sort());
    expect(labels("import { dense } from '|';")).toEqual(['modelwright']);
  });

  it('offers variables first where a tensor may be wanted', () => {
    expect(labels(`${IMPORTS}const photo = 1;\nconst x = |`).slice(0, 3)).toEqual(['photo', 'csv', 'dense']);
    expect(labels(`${IMPORTS}const photo = 1;\nconst x = model({ inputs: | })`)).toEqual(['photo', 'input']);
  });

  it('without snippets writes the name and a colon', () => {
    const plain = { ...ALONE, snippets: false };
    expect(accepted(`${IMPORTS}dense(10, { | })`, 'name', plain)).toBe(`${IMPORTS}dense(10, { name:  })`);
    expect(offered(`${IMPORTS}dense(10, { | })`, plain)[0]?.insertTextFormat).toBe(InsertTextFormat.PlainText);
  });

  it('says only what belongs exactly there when a typed character asked', () => {
    const asked = { ...ALONE, isTriggered: true };
    expect(labels(`${IMPORTS}const x = |`, asked)).toEqual([]);
    expect(labels(`${IMPORTS}if (a) {| }`, asked)).toEqual([]);
    expect(labels(`${IMPORTS}train(m, { optimizer: | })`, asked)).toEqual(["'sgd'", "'adam'"]);
    expect(labels(`${IMPORTS}dense(10, {|})`, asked)).toContain('activation');
  });

  it('marks what must be written, and what is the default', () => {
    const [data, , , metrics] = offered(`${IMPORTS}train(m, { | })`);
    expect(data?.labelDetails?.detail).toBe(' (needed)');
    expect(metrics?.labelDetails?.detail).toBe(' = []');
    const [linear, relu] = offered(`${IMPORTS}dense(10, { activation: '|' })`);
    expect(linear?.labelDetails?.description).toBe('default');
    expect(relu?.label).toBe('relu');
    expect(relu?.labelDetails).toBeUndefined();
  });
});

describe('everything in the language', () => {
  const markdownOf = ({ documentation }: CompletionItem): string =>
    typeof documentation === 'object' ? documentation.value : (documentation ?? '');
  const withOptions = [...functionSignatures.values()].filter(({ options }) => options.length > 0);

  it('is offered, with its documentation', () => {
    const found = offered('|').filter(({ kind }) => kind === CompletionItemKind.Function);
    expect(found.map(({ label }) => label).sort()).toEqual(functions.map(({ spec }) => spec.op).sort());
    for (const { spec } of functions) {
      const item = found.find(({ label }) => label === spec.op);
      const text = item === undefined ? '' : markdownOf(item);
      expect(text).toContain(spec.doc);
      for (const [name, { doc }] of Object.entries(spec.arguments)) {
        expect(text.split('\n').filter((line) => line.startsWith(`- \`${name}`) && line.endsWith(`\`: ${doc}`))).toHaveLength(1);
      }
    }
  });

  it.each(withOptions.map((signature) => [signature.op, signature] as const))(
    '%s is offered all its options, with theirs',
    (op, { options, arguments: table, positional }) => {
      const before = positional.map(() => 'x, ').join('');
      const found = offered(`import { ${op} } from 'modelwright';\n${op}(${before}{ | })`);
      expect(found.map(({ label }) => label).sort()).toEqual([...options].sort());
      for (const item of found) expect(markdownOf(item)).toContain(table[item.label]?.doc);
    },
  );

  it.each([...transformSignatures.values()].map((signature) => [signature.op, signature] as const))(
    '.%s() too',
    (op, { doc, options }) => {
      const item = offered("import { digits } from 'modelwright';\ndigits().|").find(({ label }) => label === op);
      expect(item && markdownOf(item)).toContain(doc);
      expect(labels(`import { digits } from 'modelwright';\ndigits().${op}({ | })`).sort()).toEqual([...options].sort());
    },
  );
});

describe('where TypeScript is on', () => {
  it.each(TYPESCRIPT_OFFERS)('leaves %s to it', (marked) => {
    expect(labels(IMPORTS + marked, BESIDE)).toEqual([]);
  });

  it.each([
    ["csv('a.csv', { delimiter: '|' })", ', ; \\t'],
    ['train(m, { metrics: | })', "['accuracy'] ['precision'] ['recall'] ['f1']"],
    ['digits().normalize({ to: | })', '[0, 1] [-1, 1]'],
  ])('offers what no type spells out: %s', (marked, expected) => {
    expect(labels(IMPORTS + marked, BESIDE).join(' ')).toBe(expected);
  });
});
