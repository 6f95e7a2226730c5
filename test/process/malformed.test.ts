/**
 * Inputs that are not what they should be, kept in test/fixtures/malformed. Each is answered with one clear message that names
 * the file and the place, with exit code 2, before anything is written.
 */
import { cpSync, existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { modelwright, type Result, root } from './cli';
import { type Case, commandCases, dataCases } from './malformed-inputs';

/** A folder with all fixtures and a model file for each case. */
function makeProject(): string {
  const folder = mkdtempSync(join(tmpdir(), 'modelwright-malformed-'));
  cpSync(join(root, 'test/fixtures/malformed'), folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{}');
  writeFileSync(join(folder, 'whole.model.ts'), modelOf("csv('csv/whole.csv', { target: 'y' })"));
  for (const [index, { data }] of dataCases.entries()) writeFileSync(join(folder, `${index}.model.ts`), modelOf(data));
  return folder;
}

/** Takes rows of any shape, so that the data alone are at fault. */
const modelOf = (data: string): string => {
  const shape = data.startsWith('images') ? '[4, 4, 3]' : data.startsWith('idx') ? '[2, 2, 1]' : '[2]';
  const [source] = data.split('(');
  return `import { dense, flatten, input, sequential, train, ${source} } from 'modelwright';

const net = sequential([input(${shape}), flatten(), dense(2, { activation: 'softmax' })]);
export default train(net, {
  data: ${data},
  loss: 'sparseCategoricalCrossentropy',
  optimizer: 'sgd',
});
`;
};

const cwd = makeProject();

const contains = (text: string, message: Case['message']): boolean =>
  typeof message === 'string' ? text.includes(message) : message.test(text);

function expectOneMessage({ code, stdout, stderr }: Result, message: Case['message']): void {
  expect(contains(stderr, message), stderr).toBe(true);
  expect(stderr).not.toMatch(/\n\s+at |Unexpected|undefined|\[object/);
  // What `check` finds is one finding; what the training finds is one line.
  expect(stderr.match(/\b(error|warning)\b {2}[a-z-]+$|^error /gm)?.length, stderr).toBeLessThanOrEqual(2);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(existsSync(join(cwd, '.modelwright'))).toBe(false);
}

describe('check', () => {
  it('names the file, the place and what is wrong, at the argument of the data', async () => {
    const paths = dataCases.map((_, index) => `${index}.model.ts`);
    const { code, stdout, stderr } = await modelwright(['check', '--format', 'json', ...paths], { cwd });
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    const found = new Map<string, Found[]>(
      JSON.parse(stdout).files.map(({ path, diagnostics }: { path: string; diagnostics: Found[] }) => [path, diagnostics]),
    );
    for (const [index, { input, message, checked = true, rule = 'data-file' }] of dataCases.entries()) {
      const diagnostics = found.get(`${index}.model.ts`) ?? [];
      expect(
        diagnostics.map((one) => one.rule),
        input,
      ).toEqual(checked ? [rule] : []);
      for (const one of diagnostics) {
        expect(contains(one.message, message), `${input}: ${one.message}`).toBe(true);
        expect(one.range.start.line, input).toBe(4);
      }
    }
  });
});

interface Found {
  readonly rule: string;
  readonly message: string;
  readonly range: { readonly start: { readonly line: number } };
}

describe.concurrent('train', () => {
  it.each(dataCases.map((one, index) => ({ ...one, index })))('refuses $input', async ({ index, message }) => {
    expectOneMessage(await modelwright(['train', `${index}.model.ts`], { cwd }), message);
  });

  it('takes the one that is whole', async () => {
    const { code, stderr } = await modelwright(['train', 'whole.model.ts'], { cwd: makeProject() });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});

describe.concurrent('commands', () => {
  it.each(commandCases)('refuse $input', async ({ args, message }) => {
    expectOneMessage(await modelwright(args, { cwd }), message);
  });
});
