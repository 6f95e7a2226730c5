/** Values that exist in several layouts, sizes that are known only at run time, and how few nodes are written for them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OnnxruntimeEngine } from '../../src/engines/onnxruntime/engine';
import { writeGraph, writeOnnx } from '../../src/formats/onnx/write';
import type { MappingTable } from '../../src/formats/onnx/writer';
import { BATCH, multiply, product, symbol } from '../../src/ir/dim';
import type { Program, Value } from '../../src/ir/program';
import type { Shape } from '../../src/ir/tensor';
import { differentiate } from '../../src/program/differentiate';
import type { Graph } from '../../src/program/graph';
import { interpret } from '../../src/program/interpret';
import { cnn, trainingStep } from '../engines/steps';
import { runOnce, startEngine } from '../engines/support';
import { expectClose, graph, randomTensor, type Tensors } from '../program/support';

let engine: OnnxruntimeEngine;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.close());

async function expectAgreement(program: Program, inputs: Tensors): Promise<void> {
  const expected = interpret(program, { inputs }).outputs;
  const outputs = await runOnce(engine, program, inputs);
  for (const [name, { shape, data }] of Object.entries(expected)) {
    expect(outputs[name]?.shape, name).toEqual(shape);
    expectClose(outputs[name]?.data ?? [], data, 1e-4, name);
  }
}

/** How often each operator is in the file. */
function operatorsOf(program: Program): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { op } of writeGraph(program).nodes) counts[op] = (counts[op] ?? 0) + 1;
  return counts;
}

const float = (...shape: Shape) => ({ shape, dtype: 'float32' as const });

/** 4 channels are nowhere in blocks, 32 are where the processor has blocks of them. */
describe.each([
  ['an image with its channels first', 4],
  ['an image in blocks of channels', 32],
] as const)('%s', (_, channels) => {
  /** What is done with the result of a convolution [batch, 6, 5, channels]. */
  const uses: Readonly<Record<string, (g: Graph, y: Value) => Value>> = {
    'gets a vector, a row of vectors and a number': (g, y) =>
      g.mul(g.add(g.add(y, g.input('vector', float(channels))), g.input('rows', float(5, channels))), g.scalar(0.5)),
    'gets a tensor with axes of size 1': (g, y) =>
      g.mul(g.sub(g.input('column', float(6, 1, 1)), y), g.input('pixel', float(1, 1, 1, channels))),
    'is chosen from': (g, y) => g.select(g.greater(y, g.scalar(0)), y, g.exp(y)),
    'is reduced over rows and columns': (g, y) => g.reduceMax(y, [1, 2]),
    'is reduced to its channels': (g, y) => g.mul(g.add(g.reduceMean(y, [0, 1, 2]), g.reduceSum(y, [0, 2, 1])), g.scalar(2)),
    'is reduced to its images': (g, y) => g.reduceMax(y, [3, 1, 2]),
    'is reduced to its columns': (g, y) => g.reduceSum(y, [0, 1, 3]),
    'is reduced, with its axes kept': (g, y) => g.sub(y, g.reduceMean(y, [0, 3], true)),
    'gets what it was reduced to': (g, y) =>
      g.mul(g.sub(y, g.reduceMean(y, [0, 1, 2])), g.reshape(g.reduceMean(y, [1, 2]), [BATCH, 1, 1, channels])),
    'gets a number for each pixel': (g, y) => g.mul(y, g.input('mask', float(BATCH, 6, 5, 1))),
    'is searched along its channels': (g, y) => g.cast(g.argMax(y, 3), 'float32'),
    'is transposed': (g, y) => g.transpose(y, [2, 0, 3, 1]),
    'is transposed for an addition': (g, y) =>
      g.add(g.transpose(y, [0, 2, 1, 3]), g.input('other', float(BATCH, 5, 6, channels))),
    'is cut, padded and turned round': (g, y) =>
      g.reverse(
        g.pad(g.slice(y, { begin: [0, 1, 0, 2], size: [-1, 3, -1, 2] }), { before: [0, 2, 0, 1], after: [1, 0, 0, 3], value: 7 }),
        [1, 3],
      ),
    'is joined with one that has them last': (g, y) => g.concat([y, g.input('other', float(BATCH, 6, 5, 2))], 3),
    'is dilated': (g, y) => g.dilate(y, { axes: [2, 3], factors: [3, 2] }),
    'is flattened': (g, y) => g.reshape(y, [BATCH, 30 * channels]),
    'is multiplied as matrices': (g, y) => g.matmul(y, y, { transposeA: true }),
    'is normalized along its channels': (g, y) => g.softmax(y),
    'meets a broadcast of itself': (g, y) => g.mul(y, g.broadcastTo(g.reduceSum(y, [1, 2], true), g.shapeOf(y))),
    'passes a stopped gradient': (g, y) => g.add(y, g.stopGradient(g.tanh(y))),
  };

  test.each(Object.entries(uses))('%s', async (_, use) => {
    const g = graph('layouts');
    const x = g.input('x', float(BATCH, 7, 6, 3));
    const y = g.conv2d(x, g.input('kernel', float(2, 2, 3, channels)));
    g.output('z', use(g, y));
    const program = g.finish();
    const inputs = program.inputs.map(({ name, value }) => {
      const shape = (program.values[value]?.shape ?? []).map((dim) => (typeof dim === 'number' ? dim : 2));
      return [name, randomTensor(name, shape)];
    });
    await expectAgreement(program, Object.fromEntries(inputs));
  });
});

describe('sizes that are known only at run time', () => {
  const [time, height, width] = [symbol('time'), symbol('height'), symbol('width')];

  test('reshapes to two of them, products and sums', async () => {
    const g = graph('sizes');
    const x = g.input('x', float(BATCH, time, 6));
    g.output('heads', g.transpose(g.reshape(x, [BATCH, time, 2, 3]), [0, 2, 1, 3]));
    g.output('rows', g.reshape(x, [multiply(BATCH, time), 6]));
    g.output('turned', g.reshape(x, [time, multiply(2, BATCH), 3]));
    const longer = g.concat([x, g.slice(x, { begin: [0, 1, 0], size: [-1, -1, -1] })], 1);
    g.output('longer', g.reshape(longer, [g.shapeOf(longer)[1] ?? 0, 3, multiply(2, BATCH)]));
    g.output('count', g.extent(longer, [0, 1]));
    g.output('zeros', g.add(g.broadcastTo(g.scalar(1), [time, BATCH]), g.scalar(2)));
    await expectAgreement(g.finish(), { x: randomTensor('x', [2, 5, 6]) });
  });

  test('convolves images of any size, with the gradients', async () => {
    const g = graph('anySize');
    const [x, kernel] = [g.input('x', float(BATCH, height, width, 2)), g.input('kernel', float(3, 2, 2, 4))];
    const y = g.relu(g.conv2d(x, kernel, { padding: 'same', dilations: [1, 2] }));
    const pooled = g.maxPool2d(y, { size: [2, 2], strides: [2, 2], padding: 'valid' });
    const strided = g.conv2d(g.relu(pooled), g.input('second', float(2, 2, 4, 1)), { strides: [2, 2], padding: 'same' });
    g.output('strided', strided);
    const loss = g.reduceMean(g.mul(pooled, pooled));
    for (const [k, gradient] of differentiate(g, loss, [x, kernel]).entries()) g.output(`gradient/${k}`, gradient as Value);
    await expectAgreement(g.finish(), {
      x: randomTensor('x', [3, 7, 5, 2]),
      kernel: randomTensor('kernel', [3, 2, 2, 4]),
      second: randomTensor('second', [2, 2, 4, 1]),
    });
  });

  test('what no input tells is refused', () => {
    const g = graph('untold');
    g.output('y', g.broadcastTo(g.input('x', float(1)), [product([time, 2])]));
    expect(() => writeOnnx(g.finish())).toThrow("The size 'time' can't be computed: it is the size of no input.");
  });
});

describe('what is written', () => {
  test('a training step of a convolutional network has few Transposes', () => {
    const { Transpose, Conv, ConvTranspose, Identity = 0 } = operatorsOf(trainingStep(cnn));
    // Kernels 2, flatten 1, for the poolings' gradients what was pooled 2, around the second convolution 3,
    // the dropout's mask 2.
    expect(Transpose).toBe(10);
    expect([Conv, ConvTranspose, Identity]).toEqual([2, 1, 0]);
  });

  test('biases go into the product, and a loss over the batch is broadcast by nobody', () => {
    const { Gemm, Expand = 0 } = operatorsOf(trainingStep(cnn));
    expect(Gemm).toBeGreaterThan(0);
    expect(Expand).toBe(0);
  });

  test('long chains do not go deep', () => {
    const g = graph('chain');
    let x = g.input('x', float(3));
    for (let k = 0; k < 20_000; k++) x = g.add(x, g.scalar(k));
    g.output('y', x);
    expect(writeOnnx(g.finish()).length).toBeGreaterThan(20_000);
  });

  test('an engine may bring its own form of a composite', async () => {
    const g = graph('override');
    g.output('y', g.softmax(g.input('x', float(BATCH, 3))));
    const softmax: MappingTable[string] = {
      write(writer, { inputs: [x = 0], outputs: [y = 0] }) {
        writer.set(y, writer.node('QuickGelu', [writer.get(x)], { alpha: { f: 1 } }, 'com.microsoft'));
      },
    };
    const text = Buffer.from(writeOnnx(g.finish(), { overrides: { softmax }, domains: { 'com.microsoft': 1 } })).toString(
      'latin1',
    );
    expect(text).toContain('QuickGelu');
    expect(text).not.toContain('Softmax');
  });

  test('a primitive without a mapping is named', () => {
    const g = graph('unknown');
    const x = g.input('x', float(2));
    const program = { ...g.finish(), nodes: [{ op: 'fft', inputs: [x], outputs: [1], attrs: {} }] };
    expect(() => writeOnnx({ ...program, values: [...program.values, float(2)], outputs: [{ name: 'y', value: 1 }] })).toThrow(
      'fft',
    );
  });
});
