/** A compiler that has seen a file before takes a lot over from the last time; what it says is what a new one would say. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { createTestCompiler } from './compiler';
import { drawer } from './draw';

const example = (name: string): string => fileURLToPath(new URL(`../../examples/${name}.model.ts`, import.meta.url));

/** Widths that depend on shapes, and so on numbers further up; a fault in a helper, which names its callers. */
const READS_SHAPES = `import { add, conv2d, dense, flatten, input, model } from 'modelwright';
import type { Tensor } from 'modelwright';
const half = (x: Tensor): Tensor => conv2d(Math.floor(x.shape[3] / 2), 3, { padding: 'same' })(x);
const skip = (x: Tensor): Tensor => {
  return add()([x, conv2d(8, 1, { useBias: false })(x)]);
};
const image = input([12, 12, 4], { name: 'image' });
const x = skip(half(conv2d(16, 3)(image)));
export const net = model({ inputs: image, outputs: dense(10)(flatten()(x)) });
`;

it.each([
  ['reads shapes', 'shapes.model.ts', READS_SHAPES],
  ['digits', example('digits'), readFileSync(example('digits'), 'utf8')],
  ['resnet-50', example('architectures/resnet-50'), readFileSync(example('architectures/resnet-50'), 'utf8')],
])('%s, after each of 25 edits', { timeout: 120_000 }, async (_, path, text) => {
  const seen = createTestCompiler();
  const draw = drawer(3);
  let edited = text;
  for (let turn = 0; turn < 25; turn++) {
    const said = await seen.compile(path, edited);
    // Another path makes it another file, of which nothing is kept.
    const unseen = `${path.replace('.model.ts', '')}-${turn}.model.ts`;
    const fresh = await seen.compile(unseen, edited);
    const plain = ({ networks, trainings, diagnostics, partial }: typeof said, name: string): unknown =>
      JSON.parse(JSON.stringify({ networks, trainings, diagnostics, partial }).replaceAll(name, 'file'));
    expect(plain(said, path), edited).toEqual(plain(fresh, unseen));
    edited = edit(edited, draw);
  }
});

/** Another digit somewhere, a line more or one less, a character taken away and put back. */
function edit(text: string, draw: (bound: number) => number): string {
  const digits = [...text.matchAll(/\d/g)];
  const { index = 0 } = digits[draw(digits.length)] ?? {};
  const changed = text.slice(0, index) + (1 + draw(9)) + text.slice(index + 1);
  const lines = changed.split('\n');
  const at = draw(lines.length);
  const way = draw(6);
  if (way === 0) return [...lines.slice(0, at), '// 層 😀', ...lines.slice(at)].join('\n');
  if (way === 1) return lines.filter((line) => line !== '// 層 😀').join('\n');
  if (way === 2) return changed.replace('16', '16 + 0');
  return changed;
}
