/**
 * Which blocked forms give right numbers on this machine. Processors differ in the size of a block, in the kernels behind the
 * operators and in whether there are any; each form is compared with the portable one once, on a case of odd sizes.
 */
import { InferenceSession, type Tensor } from 'onnxruntime-node';
import { encodeModel } from '../../../formats/onnx/encode';
import { type OnnxOptions, writeOnnx } from '../../../formats/onnx/write';
import type { MappingTable } from '../../../formats/onnx/writer';
import { count, type TensorData } from '../../../ir/tensor';
import { Graph } from '../../../program/graph';
import { uniform } from '../../../program/philox';
import { primitives } from '../../../program/primitives';
import { toTensor } from '../state';
import { BLOCKED_FORMS } from './forms';
import { DOMAIN } from './images';

/** What `writeOnnx` is told. */
export type Forms = Pick<OnnxOptions, 'overrides' | 'domains' | 'block'>;

/** Entries are compared with the largest of their tensor: rounding is 100 times less. */
const TOLERANCE = 1e-4;

type Outputs = Readonly<Record<string, Tensor>>;

/** The forms that pass, perhaps none. */
export async function findForms(): Promise<Forms> {
  const block = await readBlock().catch(() => 1);
  if (block === 1) return {};
  const { program, feeds } = aCase(block);
  const expected = await run(writeOnnx(program), feeds);
  const formsOf = (overrides: MappingTable): Forms => ({ overrides, domains: { [DOMAIN]: 1 }, block });
  const passes = async (overrides: MappingTable): Promise<boolean> => {
    const outputs = await run(writeOnnx(program, formsOf(overrides)), feeds).catch(() => ({}));
    return isClose(outputs, expected);
  };
  if (await passes(BLOCKED_FORMS)) return formsOf(BLOCKED_FORMS);
  let right: MappingTable = {};
  for (const [op, form] of Object.entries(BLOCKED_FORMS)) {
    const more = { ...right, [op]: form };
    if (await passes(more)) right = more;
  }
  return formsOf(right);
}

/** Every form at work: two layers with strides, dilations and padding, and their gradients for a batch of whole blocks. */
function aCase(block: number) {
  const g = new Graph('self-test', primitives);
  const feeds: Record<string, TensorData> = {};
  const input = (name: string, shape: readonly number[]): number => {
    const data = uniform(count(shape), { seed: 1, id: name, step: 0 }).map((u) => 2 * u - 1);
    feeds[name] = { shape, dtype: 'float32', data };
    return g.input(name, { shape, dtype: 'float32' });
  };
  const batch = 2 * block;
  const few = input('few', [batch, 11, 9, 3]);
  const [first, bias] = [input('first', [3, 2, 3, block]), input('bias', [block])];
  const strided = { strides: [1, 2], padding: 'valid', dilations: [1, 1], groups: 1 } as const;
  const y = g.relu(g.add(g.conv2d(few, first, strided), bias));
  const second = input('second', [3, 3, block, 2 * block]);
  const dilated = { strides: [1, 1], padding: 'same', dilations: [2, 1], groups: 1 } as const;
  const z = g.conv2d(y, second, dilated);
  const tiled = { size: [2, 2], strides: [2, 2], padding: 'valid' } as const;
  const pooled = g.maxPool2d(z, tiled);
  const dpooled = input('dpooled', [batch, 4, 2, 2 * block]);
  const dz = g.maxPool2dGradient(z, pooled, dpooled, tiled);
  const dy = g.conv2dInputGradient(dz, second, y, dilated);
  g.output('pooled', pooled);
  g.output('dy', dy);
  g.output('dsecond', g.conv2dFilterGradient(y, dz, second, dilated));
  g.output('dfirst', g.conv2dFilterGradient(few, dy, first, strided));
  return { program: g.finish(), feeds };
}

/** The number of channels to which onnxruntime fills up an image of a few. */
async function readBlock(): Promise<number> {
  const few = [1, 4, 1, 1];
  const model = encodeModel({
    irVersion: 8,
    opset: 17,
    domains: { [DOMAIN]: 1 },
    producer: 'modelwright',
    metadata: {},
    graph: {
      name: 'block',
      nodes: [{ op: 'ReorderInput', domain: DOMAIN, inputs: ['few'], outputs: ['filled'], attrs: {} }],
      initializers: [],
      inputs: [{ name: 'few', dataType: 'float32', dims: few }],
      outputs: [{ name: 'filled', dataType: 'float32', dims: ['batch', 'channels', 'height', 'width'] }],
    },
  });
  const { filled } = await run(model, { few: { shape: few, dtype: 'float32', data: new Float32Array(4) } });
  return filled?.dims[1] ?? 1;
}

async function run(model: Uint8Array, feeds: Readonly<Record<string, TensorData>>): Promise<Outputs> {
  const session = await InferenceSession.create(model, {
    intraOpNumThreads: 1,
    graphOptimizationLevel: 'extended',
    logSeverityLevel: 4,
  });
  try {
    return await session.run(Object.fromEntries(Object.entries(feeds).map(([name, data]) => [name, toTensor(data)])));
  } finally {
    await session.release();
  }
}

function isClose(outputs: Outputs, expected: Outputs): boolean {
  return Object.entries(expected).every(([name, { data }]) => {
    const own = (outputs[name]?.data ?? []) as ArrayLike<number>;
    const right = data as Float32Array;
    const largest = right.reduce((most, entry) => Math.max(most, Math.abs(entry)), 0);
    return own.length === right.length && right.every((entry, k) => Math.abs(entry - (own[k] as number)) <= TOLERANCE * largest);
  });
}
