/** What is known of a place in a text that is half typed. The `|` is the cursor. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { callAt } from '../../src/compiler/queries/call';
import { type Cursor, cursorAt } from '../../src/compiler/queries/cursor';
import { importOf } from '../../src/compiler/queries/import';
import { treeOf } from '../../src/compiler/queries/tree';
import { variablesAt } from '../../src/compiler/queries/variables';
import { wordAt } from '../../src/compiler/queries/word';
import { parseTree } from '../../src/compiler/source';
import { cursorIn } from '../marked';

const IMPORTS =
  "import { activation, conv2d, csv, dense, digits, dense as wide, maxPooling2d, model, sequential, train } from 'modelwright';\nimport * as mw from 'modelwright';\n";

/** Kind, what is asked for, and in «» the text that a completion replaces. */
function briefly(marked: string): string {
  const { text, offset } = cursorIn(marked);
  const cursor = cursorAt(treeOf(text), offset);
  const typed = 'typed' in cursor ? ` «${text.slice(cursor.typed.start, cursor.typed.end)}»` : '';
  return `${cursor.kind}${details(cursor)}${typed}`;
}

function details(cursor: Cursor): string {
  switch (cursor.kind) {
    case 'option':
      return ` of ${cursor.signature.op}${cursor.hasValue ? ' with a value' : ''}, written: ${cursor.written.join(' ')}`;
    case 'text':
    case 'expression': {
      const { slot } = cursor;
      if (slot === undefined) return '';
      const entries = slot.entries === undefined ? '' : ` [${slot.entries.join(' ')}]`;
      return ` ${slot.signature.op}(${slot.argument ?? ''}${entries})`;
    }
    case 'specifier':
      return ` beside ${cursor.taken.join(' ')}`;
    case 'member':
      return ` of ${cursor.of}`;
    default:
      return '';
  }
}

describe('what may be typed', () => {
  it.each([
    // Names of options
    ['dense(10, { | })(x);', 'option of dense, written: units «»'],
    ['dense(10, { act| })(x);', 'option of dense, written: units «act»'],
    ['dense(10, { act|', 'option of dense, written: units «act»'],
    ['dense(10, {|', 'option of dense, written: units «»'],
    ['x = dense(10, {\n  |\nx = flatten()(x);', 'option of dense, written: units x «»'],
    ["dense(10, { activation: 'relu', | })", 'option of dense, written: units activation «»'],
    ["dense(10, { activation: 'relu', use|", 'option of dense, written: units activation «use»'],
    ['dense(10, { |, name: "a" })', 'option of dense, written: units name «»'],
    ['dense(10, { | name: "a" })', 'option of dense, written: units name «»'],
    ['dense(10, { na|me: "a" })', 'option of dense with a value, written: units «na»'],
    ['wide(10, { | })', 'option of dense, written: units «»'],
    ['mw.dense(10, { | })', 'option of dense, written: units «»'],
    ['model({ | })', 'option of model, written:  «»'],
    ['train(m, { loss: "x", | })', 'option of train, written: model loss «»'],
    ['train(m, ({ | } satisfies object))', 'option of train, written: model «»'],
    ['digits().split({ | })', 'option of split, written:  «»'],
    ['const rows = digits().normalize();\nrows.split({ va| })', 'option of split, written:  «va»'],
    ["dense(10, { activation: 'relu' | })", 'nothing'],
    ['dense(10, { activation | })', 'nothing'],
    ['const a = { | };', 'nothing'],
    ['other(10, { | })', 'nothing'],
    // Values
    ['dense(|)', 'expression dense(units) «»'],
    ['dense(|', 'expression dense(units) «»'],
    ['dense(10, |)', 'expression dense() «»'],
    ['dense(10, |', 'expression dense() «»'],
    ['conv2d(32, |)', 'expression conv2d(kernelSize) «»'],
    ['conv2d(|, 3)', 'expression conv2d(filters) «»'],
    ['conv2d(fil|, 3)', 'expression conv2d(filters) «fil»'],
    ['dense(10, { activation: | })', 'expression dense(activation) «»'],
    ['dense(10, { activation: |', 'expression dense(activation) «»'],
    ['dense(10, { activation:|', 'expression dense(activation) «»'],
    ['dense(10, { activation: re| })', 'expression dense(activation) «re»'],
    ["dense(10, { activation: |, name: 'a' })", 'expression dense(activation) «»'],
    ["dense(10, { activation: '|' })", 'text dense(activation) «»'],
    ["dense(10, { activation: 're|lu' })", 'text dense(activation) «relu»'],
    ["dense(10, { activation: '|", 'text dense(activation) «»'],
    ["dense(10, { activation: 're| })(x);", 'text dense(activation) «re»'],
    ["dense(10, { activation: 're|lu })(x);", 'text dense(activation) «relu»'],
    ['dense(10, { activation: "|" })', 'text dense(activation) «»'],
    ["dense(10, { activation: deep ? '|' : 'tanh' })", 'text dense(activation) «»'],
    ["dense(10, { 'activation': '|' })", 'text dense(activation) «»'],
    ["activation('|')", 'text activation(activation) «»'],
    ["train(m, { metrics: ['|'] })", 'text train(metrics []) «»'],
    ["train(m, { metrics: ['accuracy', |] })", 'expression train(metrics [accuracy]) «»'],
    ["train(m, { metrics: ['accuracy', '|'] })", 'text train(metrics [accuracy]) «»'],
    ['train(m, { metrics: [| })', 'expression train(metrics []) «»'],
    ['sequential([|])', 'expression sequential(layers []) «»'],
    ['sequential([dense(10), |])', 'expression sequential(layers []) «»'],
    ['sequential([dense(|), dense(1)])', 'expression dense(units) «»'],
    ['digits().normalize({ to: | })', 'expression normalize(to) «»'],
    ["csv('a.csv', { delimiter: '|' })", 'text csv(delimiter) «»'],
    ["dense(10, { activation: 'relu'| })", 'nothing'],
    ["dense(10, { activation: 'relu' + '|' })", 'nothing'],
    ["const name = '|';", 'nothing'],
    ["dense(10, { nested: { activation: '|' } })", 'nothing'],
    // Expressions
    ['|', 'expression «»'],
    ['den|', 'expression «den»'],
    ['const x = |', 'expression «»'],
    ['const x = den|', 'expression «den»'],
    ['const x = den|\nconst y = 1;', 'expression «den»'],
    ['x = dense(10)(|)', 'expression «»'],
    ['x = dense(10)(fl|)', 'expression «fl»'],
    ['const f = (x) => |', 'expression «»'],
    ['const f = () => { return | }', 'expression «»'],
    ['for (const n of |) {}', 'expression «»'],
    ['export default |', 'expression «»'],
    ['export default tr|', 'expression «tr»'],
    ["block('a', () => { | })", 'expression «»'],
    ['const x = 1;\n|\nconst y = 2;', 'expression «»'],
    ['const x = in|', 'expression «in»'],
    ['const |', 'nothing'],
    ['const den| = 1;', 'nothing'],
    ['const x: Ten| = y;', 'nothing'],
    ['const x: |', 'nothing'],
    ['function f(a|) {}', 'nothing'],
    ['const { a| } = b;', 'nothing'],
    ['// den|', 'nothing'],
    ['/* den| */', 'nothing'],
    ['dense(/* units| */ 10)', 'nothing'],
    ['dense(10) // den|', 'nothing'],
    ['dense(1|0)', 'nothing'],
    ['dense(10)|', 'nothing'],
    ['dense(10) |', 'nothing'],
    // Behind a dot
    ['mw.|', 'member of language «»'],
    ['mw.de|', 'member of language «de»'],
    ['digits().|', 'member of data «»'],
    ['digits().normalize().sp|', 'member of data «sp»'],
    ['digits()\n  .|\nconst y = 1;', 'member of data «»'],
    ['train(m, { data: digits().| })', 'member of data «»'],
    ['x.|', 'nothing'],
    ['dense(10).|', 'nothing'],
  ])('%s', (marked, expected) => {
    expect(briefly(IMPORTS + marked)).toBe(expected);
  });

  it.each([
    ["import { | } from 'modelwright';", 'specifier beside  «»'],
    ["import {|} from 'modelwright';", 'specifier beside  «»'],
    ["import { den| } from 'modelwright';", 'specifier beside  «den»'],
    ["import { adam, | } from 'modelwright';", 'specifier beside adam «»'],
    ["import { adam, den|, flatten } from 'modelwright';", 'specifier beside adam flatten «den»'],
    ["import {\n  adam,\n  |\n} from 'modelwright';", 'specifier beside adam «»'],
    ['import { den|', 'specifier beside  «den»'],
    ["import { | } from './layers';", 'nothing'],
    ["import { dense } from '|';", 'module «»'],
    ["import { dense } from '|", 'module «»'],
    ['import den|', 'nothing'],
    ['dense(10, { | })', 'nothing'],
    ['|', 'expression «»'],
    ["import { dense } from './layers';\ndense(10, { | })", 'nothing'],
    // Broken further up
    ["import { dense } from 'modelwright';\nconst x = ;\nfoo(\ndense(10, { | })", 'option of dense, written: units «»'],
    ["import { dense } from 'modelwright';\nif (a {\ndense(10, { activation: '|' })", 'text dense(activation) «»'],
  ])('%s', (marked, expected) => {
    expect(briefly(marked)).toBe(expected);
  });
});

describe('the call around a place', () => {
  it.each([
    ['dense(|)', 'dense units'],
    ['dense(|', 'dense units'],
    ['dense(1|0)', 'dense units'],
    ['conv2d(32,|', 'conv2d kernelSize'],
    ['conv2d(32, |3)', 'conv2d kernelSize'],
    ['conv2d(|32, 3)', 'conv2d filters'],
    ['conv2d(32, 3, |)', 'conv2d options'],
    ['conv2d(32, 3, { | })', 'conv2d options'],
    ["conv2d(32, 3, { padding: '|' })", 'conv2d options padding'],
    ['conv2d(32, 3, { padding: |', 'conv2d options padding'],
    ["conv2d(32, 3, { padding: 'same', | })", 'conv2d options'],
    ["conv2d(32, 3, { padding: 'same', act|ivation: 'relu' })", 'conv2d options activation'],
    ["conv2d(32, 3, { padding: 'same'|\nexport const y = 1;", 'conv2d options padding'],
    ['maxPooling2d({ strides: | })', 'maxPooling2d options strides'],
    ['train(m, {\n  data: digits().split({ val|: 0.1 }),\n})', 'split options'],
    ['train(m, {\n  data: digits().split({ validation: 0.1 }),|\n})', 'train options'],
    ['dense(conv2d(1, |), 2)', 'conv2d kernelSize'],
    ['mw.dense(|)', 'dense units'],
    ['dense(|)(x)', 'dense units'],
    ['dense(10)|(x)', 'none'],
    ['dense(10)(|x)', 'none'],
    ['dense(10, () => { | })', 'none'],
    ['dense(10, x.map(|))', 'none'],
    ['dense(10)|', 'none'],
    ['dense|(10)', 'none'],
    ['dense(/* | */)', 'none'],
  ])('%s', (marked, expected) => {
    const { text, offset } = cursorIn(IMPORTS + marked);
    const call = callAt(treeOf(text), offset);
    const found = call && [call.signature.op, call.isInOptions ? 'options' : '', call.argument].filter(Boolean).join(' ');
    expect(found ?? 'none').toBe(expected);
  });
});

describe('the word at a place', () => {
  it.each([
    ['|dense(10)', 'dense «dense»'],
    ['den|se(10)', 'dense «dense»'],
    ['dense|(10)', 'dense «dense»'],
    ['wi|de(10)', 'dense «wide»'],
    ['mw.de|nse(10)', 'dense «dense»'],
    ['m|w.dense(10)', 'none'],
    ["dense(10, { acti|vation: 'relu' })", 'dense activation «activation»'],
    ["dense(10, { activatoi|n: 'relu' })", 'none'],
    ['digits().spl|it()', 'split «split»'],
    ['digits().split({ val|idation: 0.1 })', 'split validation «validation»'],
    ['const layers = [den|se];', 'dense «dense»'],
    ['x.den|se', 'none'],
    ['({ den|se: 1 })', 'none'],
    ['den|tist(10)', 'none'],
    ['dense(1|0)', 'none'],
    ['|', 'none'],
  ])('%s', (marked, expected) => {
    const { text, offset } = cursorIn(IMPORTS + marked);
    const word = wordAt(treeOf(text), offset);
    const found = word && [word.signature.op, word.argument, `«${text.slice(word.span.start, word.span.end)}»`];
    expect(found?.filter(Boolean).join(' ') ?? 'none').toBe(expected);
  });

  it('is known where it is imported', () => {
    const { text, offset } = cursorIn("import { adam, den|se as wide } from 'modelwright';");
    expect(wordAt(treeOf(text), offset)?.signature.op).toBe('dense');
  });
});

describe('an import', () => {
  it.each([
    ["import { adam, flatten } from 'modelwright';\n", "import { adam, dense, flatten } from 'modelwright';\n"],
    ["import { adam } from 'modelwright';\n", "import { adam, dense } from 'modelwright';\n"],
    ["import { flatten } from 'modelwright';\n", "import { dense, flatten } from 'modelwright';\n"],
    ["import {} from 'modelwright';\n", "import { dense } from 'modelwright';\n"],
    ["import { } from 'modelwright';\n", "import { dense } from 'modelwright';\n"],
    [
      "import {\n  adam,\n  flatten,\n} from 'modelwright';\n",
      "import {\n  adam,\n  dense,\n  flatten,\n} from 'modelwright';\n",
    ],
    ["import {\n  adam,\n} from 'modelwright';\n", "import {\n  adam,\n  dense,\n} from 'modelwright';\n"],
    ["import {\r\n  adam\r\n} from 'modelwright';\r\n", "import {\r\n  adam,\r\n  dense\r\n} from 'modelwright';\r\n"],
    ['', "import { dense } from 'modelwright';\n\n"],
    ['const x = 1;\n', "import { dense } from 'modelwright';\n\nconst x = 1;\n"],
    ['const x = 1\nconst y = 2\n', "import { dense } from 'modelwright'\n\nconst x = 1\nconst y = 2\n"],
    ['// About the file.\n\nconst x = 1;\n', "// About the file.\n\nimport { dense } from 'modelwright';\n\nconst x = 1;\n"],
    ['// About x.\nconst x = 1;\n', "import { dense } from 'modelwright';\n\n// About x.\nconst x = 1;\n"],
    ["import { a } from './a';\n", "import { dense } from 'modelwright';\nimport { a } from './a';\n"],
    ['import { a } from "./a";\r\n', 'import { dense } from "modelwright";\r\nimport { a } from "./a";\r\n'],
    [
      "import type { Tensor } from 'modelwright';\n",
      "import { dense } from 'modelwright';\nimport type { Tensor } from 'modelwright';\n",
    ],
  ])('into %j', (before, after) => {
    const { at, text } = importOf('dense', treeOf(before));
    expect(before.slice(0, at) + text + before.slice(at)).toBe(after);
  });
});

describe('variables', () => {
  it.each([
    ['const a = 1;\nlet b = |', 'a'],
    ['const a = 1;\n|\nconst c = 2;', 'a'],
    ['for (const n of [1]) {\n  const inner = n;\n}\n|', ''],
    ['for (const n of [1]) {\n  const inner = n;\n  |\n}', 'n inner'],
    ['function residual(x, { width }) {\n  |\n}', 'residual x width'],
    ['const f = (x) => |x;\nfunction later() {}', 'later x'],
    ['const [first, , third] = list;\n|', 'first third'],
    ['const a = 1;\nconst a2 = dense(|', 'a'],
  ])('%s', (marked, expected) => {
    const { text, offset } = cursorIn(marked);
    expect(variablesAt(treeOf(text), offset).join(' ')).toBe(expected);
  });
});

describe('while a file is typed', () => {
  it.each(['digits', 'mnist-mlp', 'cats-vs-dogs'])('letter by letter, nothing throws: %s', (name) => {
    const whole = readFileSync(fileURLToPath(new URL(`../../examples/${name}.model.ts`, import.meta.url)), 'utf8');
    const kinds = new Set<string>();
    for (let length = 0; length <= whole.length; length += 1) {
      const text = whole.slice(0, length);
      const asked = [treeOf(text), { text, ast: parseTree('fresh.model.ts', text) }].map((tree) => ({
        cursor: cursorAt(tree, length),
        call: callAt(tree, length),
        word: wordAt(tree, length),
        variables: variablesAt(tree, length),
        insertion: importOf('dense', tree),
      }));
      // What was typed before makes no difference.
      expect(asked[0]).toEqual(asked[1]);
      kinds.add(asked[0]?.cursor.kind ?? '');
    }
    expect([...kinds].sort()).toEqual(['expression', 'member', 'module', 'nothing', 'option', 'specifier', 'text']);
  });

  it('with a broken half before it, nothing throws anywhere', () => {
    const whole = readFileSync(fileURLToPath(new URL('../../examples/digits.model.ts', import.meta.url)), 'utf8');
    for (const broken of [
      whole.replaceAll(')', ''),
      whole.replaceAll('}', ''),
      whole.replaceAll("'", ''),
      whole.replaceAll(',', ' '),
    ]) {
      const tree = treeOf(broken);
      for (let offset = 0; offset <= broken.length; offset += 1) {
        expect(() => [cursorAt(tree, offset), callAt(tree, offset), wordAt(tree, offset)]).not.toThrow();
      }
    }
  });
});
