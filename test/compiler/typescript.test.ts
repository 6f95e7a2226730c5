/** What is marked as found by TypeScript too is asked of TypeScript: an editor says it only once, so it must not be lost. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/ir/diagnostic';
import { createTestCompiler, marked } from './compiler';

const dist = fileURLToPath(new URL('../../dist/', import.meta.url));
const fixtures = fileURLToPath(new URL('../fixtures/compiler/', import.meta.url));
const { compile } = createTestCompiler();

/** As an editor checks a file that belongs to no project. */
const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  strict: false,
  strictNullChecks: true,
  strictFunctionTypes: true,
  noEmit: true,
  types: [],
  paths: { modelwright: [`${dist}modelwright.d.ts`] },
};

/** Lines on which TypeScript finds an error, by file; texts go before files. */
function errorLines(texts: Readonly<Record<string, string>>): (file: string) => ReadonlySet<number> {
  const host = ts.createCompilerHost(OPTIONS);
  const { readFile, fileExists } = host;
  host.readFile = (path) => texts[path] ?? readFile(path);
  host.fileExists = (path) => path in texts || fileExists(path);
  const program = ts.createProgram(Object.keys(texts), OPTIONS, host);
  const found = ts.getPreEmitDiagnostics(program).filter(({ category }) => category === ts.DiagnosticCategory.Error);
  return (file) =>
    new Set(
      found.flatMap(({ file: source, start = 0, length = 0 }) => {
        if (source === undefined || source.fileName !== file) return [];
        const [first, last] = [start, start + length].map((at) => source.getLineAndCharacterOfPosition(at).line);
        return Array.from({ length: (last ?? 0) - (first ?? 0) + 1 }, (_, at) => (first ?? 0) + at);
      }),
    );
}

const isOn = ({ location: { range } }: Diagnostic, lines: ReadonlySet<number>): boolean =>
  [...lines].some((line) => line >= range.start.line && line <= range.end.line);

const head = `import { adam, add, arrays, conv2d, dense, digits, embedding, exponentialDecay, flatten, idx, input, maxPooling2d, model, reshape, sequential, sgd, train } from 'modelwright';
const x = input([8, 8, 1]);
const y = flatten()(x);
`;

/** Once by TypeScript, and therefore not by us. */
const TWICE = [
  "dense('ten')(y);",
  "dense(10, { activation: 'relux' })(y);",
  'dense(10, { unitz: 3 })(y);',
  'dense()(y);',
  'dense(10, {}, 3)(y);',
  'conv2d(8, [3, 3, 3])(x);',
  "conv2d(8, ['3', 3])(x);",
  'conv2d(8)(x);',
  'dense(10)(5);',
  'dense(10)(flatten());',
  'dense(y)(y);',
  'dense(flatten())(y);',
  'dense({})(y);',
  'dense([10])(y);',
  'dense(true)(y);',
  "const units = 'ten'; dense(units)(y);",
  'function head(size: string) { return dense(size)(y); } head("10");',
  'dens(10)(y);',
  'dropout(0.5)(y);',
  'foo(y);',
  'adam({ rate: 1 });',
  "adam({ learningRate: 'fast' });",
  'arrays({ features: [[0], [1]] });',
  'arrays({ features: [[0], [1]], target: [0, 1] });',
  "arrays({ features: [[0], [1]], targets: 'b' });",
  'embedding(9)(input([3]));',
  'embedding(9, {})(input([3]));',
  "train(model({ inputs: x, outputs: y }), { loss: 'mse', data: digits() });",
  'train(model({ inputs: x, outputs: y }), { data: digits() });',
  "import { denze } from 'modelwright';",
  "import { a } from './nowhere';",
];

/** By us only: TypeScript sees no fault. */
const OURS = [
  'dense(0)(y);',
  'dense(-1)(y);',
  'dense(2.5)(y);',
  'dense(NaN)(y);',
  'conv2d(8, [3, 0])(x);',
  'conv2d(8, 3, { strides: 2, dilationRate: 2 })(x);',
  "const wide: any = 'ten'; dense(wide)(y);",
  'const options = { useBias: true, unitz: 4 }; dense(3, options)(y);',
  'dense(JSON.parse(\'"10"\'))(y);',
  'maxPooling2d(9)(x);',
  'dense(Array(1).fill("a")[0] as never)(y);',
  '(dense as any)("ten")(y);',
  "// @ts-ignore\ndense('ten')(y);",
  'structuredClone(1); dense(3)(y);',
  'enum Size { Big = 3 }',
  "import { z } from './plain';",
];

/** Nobody: arguments by their names. */
const FINE = [
  'arrays({ features: [[0], [1]], targets: [0, 1] });',
  "arrays({ features: [[0], [1]], targets: [0.5, 1], targetType: 'value' });",
  "idx({ features: 'images.gz', targets: 'labels.gz' });",
  'embedding({ inputDim: 9, outputDim: 4 })(input([3]));',
  'maxPooling2d({ poolSize: 2, strides: 1 })(x);',
  'adam({ learningRate: 0.1, beta1: 0.5 });',
  'sgd({ learningRate: exponentialDecay({ initialLearningRate: 0.1, decaySteps: 100, decayRate: 0.9 }) });',
];

const pathOf = (name: string): string => `${fixtures}${name}`;
const cases = [...TWICE, ...OURS, ...FINE];
const texts = Object.fromEntries(cases.map((code, at) => [pathOf(`case-${at}.model.ts`), `${head}${code}\n`]));
const plain = { [pathOf('plain.d.ts')]: 'export declare const z: number;\n' };
const linesOf = errorLines({ ...texts, ...plain });
const caseCompiler = createTestCompiler(
  () => undefined,
  (path) => path in plain,
);

const said = async (code: string) => {
  const file = pathOf(`case-${cases.indexOf(code)}.model.ts`);
  const { diagnostics } = await caseCompiler.compile(file, texts[file]);
  const errors = diagnostics.filter(({ rule, severity }) => severity === 'error' && rule !== 'graph-unused');
  return { errors, lines: linesOf(file) };
};

describe('TypeScript finds it, so that we are silent', () => {
  it.each(TWICE)('%s', async (code) => {
    const { errors, lines } = await said(code);
    expect(errors).not.toEqual([]);
    expect(errors.filter(({ typescript }) => !typescript)).toEqual([]);
    expect(errors.filter((error) => !isOn(error, lines))).toEqual([]);
  });
});

describe('TypeScript is silent, so that we speak', () => {
  it.each(OURS)('%s', async (code) => {
    const { errors, lines } = await said(code);
    expect([...lines]).toEqual([]);
    expect(errors).not.toEqual([]);
    expect(errors.filter(({ typescript }) => typescript)).toEqual([]);
  });
});

describe('there is no fault', () => {
  it.each(FINE)('%s', async (code) => {
    const { errors, lines } = await said(code);
    expect([...lines]).toEqual([]);
    expect(errors).toEqual([]);
  });
});

it('in no fixture TypeScript is silent where we say that it speaks', async () => {
  const names = readdirSync(fixtures).filter((name) => name.endsWith('.model.ts'));
  const files = Object.fromEntries(names.map((name) => [pathOf(name), readFileSync(pathOf(name), 'utf8')]));
  const lines = errorLines(files);
  const lost: string[] = [];
  for (const [path, text] of Object.entries(files)) {
    for (const finding of (await compile(path, text)).diagnostics) {
      if (finding.typescript && finding.location.file === path && !isOn(finding, lines(path))) {
        lost.push(`${path}: ${finding.rule} «${marked(text, finding)}»`);
      }
    }
  }
  expect(lost).toEqual([]);
});
