/** Cursor and boxes, on files as the compiler reads them. */
import { beforeAll, describe, expect, test } from 'vitest';
import { nodesAt, placeOf } from '../../src/extension/preview/places';
import type { PictureNode } from '../../src/ir/view';
import { pictureOf } from '../../src/network/picture';
import { createTestCompiler } from '../compiler/compiler';

const files = {
  'net.model.ts': `import { conv2d, dense, flatten, input, maxPooling2d, model } from 'modelwright';
import { stage } from './stage';

const image = input([32, 32, 3]);
let x = image;
for (const filters of [8, 16]) {
  x = maxPooling2d(2)(conv2d(filters, 3)(x));
}
x = stage(stage(x));
const flat = dense(16)(flatten()(x));
const shared = dense(16);
const answer = dense(
  10,
  { activation: 'softmax' },
)(shared(shared(flat)));
export const net = model({ inputs: image, outputs: answer });
`,
  'stage.ts': `import { conv2d, type Tensor } from 'modelwright';

export const stage = (x: Tensor) => conv2d(4, 3, { padding: 'same' })(x);
`,
};

const compiler = createTestCompiler(() => undefined);
let nodes: readonly PictureNode[] = [];

beforeAll(async () => {
  const { networks, diagnostics } = await compiler.compileFiles(files);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const [network] = networks;
  if (network !== undefined) nodes = pictureOf(network).nodes;
});

/** The boxes of a cursor at the beginning of `text`, plus some characters. */
function at(file: keyof typeof files, text: string, further = 0): string[] {
  const before = files[file].slice(0, files[file].indexOf(text) + further).split('\n');
  const cursor = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
  return nodesAt(nodes, (other) => other === file, cursor);
}

describe('the cursor lights', () => {
  test('the innermost call around it', () => {
    expect(at('net.model.ts', 'flatten()', 3)).toEqual(['flatten']);
    expect(at('net.model.ts', 'dense(16)(flatten', 3)).toEqual(['dense']);
    expect(at('net.model.ts', '(flatten()(x))', 1 + 'flatten()(x)'.length)).toEqual(['flatten']);
  });

  test('of a layer that is called twice, the box of that call; on the layer itself both', () => {
    expect(at('net.model.ts', '(flat))', 1)).toEqual(['dense_1']);
    expect(at('net.model.ts', '(shared(flat)', 1)).toEqual(['dense_1@2']);
    expect(at('net.model.ts', 'dense(16);', 1)).toEqual(['dense_1', 'dense_1@2']);
  });

  test('all boxes of a call in a loop', () => {
    expect(at('net.model.ts', 'conv2d(filters', 1)).toEqual(['conv2d', 'conv2d_1']);
    expect(at('net.model.ts', 'maxPooling2d(2)', 1)).toEqual(['maxPooling2d', 'maxPooling2d_1']);
  });

  test('from inside a function of another file', () => {
    expect(at('stage.ts', 'padding')).toEqual(['conv2d_2', 'conv2d_3']);
  });

  test('from anywhere in a call of several lines', () => {
    expect(at('net.model.ts', 'softmax')).toEqual(['dense_2']);
  });

  test('what begins on its line, when it stands beside it', () => {
    expect(at('net.model.ts', 'const image')).toEqual(['input']);
    expect(at('net.model.ts', '  x = maxPooling2d')).toEqual(['maxPooling2d', 'maxPooling2d_1']);
  });

  test('nothing where there is nothing', () => {
    expect(at('net.model.ts', 'import { conv2d')).toEqual([]);
    expect(nodesAt(nodes, () => false, { line: 3, character: 8 })).toEqual([]);
  });
});

describe('a click leads', () => {
  const lineOf = (id: string, definition: boolean): number | undefined => {
    const node = nodes.find((one) => one.id === id);
    return node && placeOf(node, definition)?.range.start.line;
  };

  test('to the call of a layer that was made elsewhere, or to its definition', () => {
    expect([lineOf('dense_1', false), lineOf('dense_1', true)]).toEqual([14, 10]);
  });

  test('from each copy of a layer to its own call', () => {
    const callOf = (id: string): number | undefined => {
      const node = nodes.find((one) => one.id === id);
      return node && placeOf(node, false)?.range.start.character;
    };
    expect(['dense_1', 'dense_1@2'].map(callOf)).toEqual([')(shared(shared'.length, ')(shared'.length]);
  });

  test('to the beginning of a layer that is made where it is called', () => {
    expect([lineOf('dense_2', false), lineOf('dense_2', true)]).toEqual([11, 11]);
    expect(lineOf('input', false)).toBe(3);
  });

  test('nowhere from an output', () => {
    const output = nodes.find(({ kind }) => kind === 'output');
    expect(output).toBeDefined();
    if (output !== undefined) expect(placeOf(output, false)).toBeUndefined();
  });
});
