/** What is said of a file that had to be stopped: the loop, and what is wrong without it. */
import { expect, it } from 'vitest';
import { briefly, createTestCompiler } from './compiler';

const { compileFiles } = createTestCompiler();

async function found(...lines: string[]): Promise<string[]> {
  const text = ["import { dense, input, maxPooling2d, model } from 'modelwright';", ...lines, ''].join('\n');
  const { diagnostics } = await compileFiles({ 'net.model.ts': text });
  return briefly(text, diagnostics).map((line) => line.replace(/».*/s, '»'));
}

it('says what is wrong in what was made before the loop', async () => {
  expect(
    await found('const y = maxPooling2d(9)(input([4, 4, 1]));', 'const z = dense(0)(input([4]));', 'while (true) {}'),
  ).toEqual(['shape-underflow «9»', 'argument-value «0»', 'evaluation-limit «while (true) {}»']);
});

it.each([
  // Each ends at the number of calls that a file may make.
  ['in the loop', [], 'x = maxPooling2d(2)(x);'],
  ['in a helper', ['const shrink = (y) => maxPooling2d(2)(y);'], 'x = shrink(x);'],
  ['by a layer made once', ['const pool = maxPooling2d(2);'], 'x = pool(x);'],
])('says nothing of what only a loop without end makes too small: %s', async (_, before, turn) => {
  const lines = [
    ...before,
    'let x = input([64, 64, 1]);',
    'while (true) {',
    turn,
    '}',
    'export const net = model({ inputs: x, outputs: x });',
  ];
  expect((await found(...lines)).map((line) => line.split(' ')[0])).toEqual(['evaluation']);
});
