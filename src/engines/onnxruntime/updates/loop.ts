/**
 * One elementwise Program as one loop over memory, in WebAssembly: four numbers at a time, each read and written once. As separate
 * operators, every operation is a pass over memory of its own.
 */
import type { Node, Program, Value } from '../../../ir/program';
import { END, encodeModule, F32, float, I32, instantiate, leb, V128 } from './module';

/** Arguments: a position for each tensor and a number for each scalar that goes in, positions of what comes out, bytes of each. */
export type Loop = (...positionsAndNumbers: readonly number[]) => void;

/** Bytes that are worked on at once: tensors begin and end at multiples of it. */
export const STRIDE = 16;

const GET = 0x20;
const SET = 0x21;
const I32_CONST = 0x41;
const F32_CONST = 0x43;
const I32_ADD = 0x6a;
const I32_LESS = 0x49;
const LOOP_WITHOUT_RESULT = [0x03, 0x40];
const BRANCH_IF = 0x0d;
/** Both at positions that are multiples of 2⁴. */
const LOAD = [0xfd, 0x00, 4, 0];
const STORE = [0xfd, 0x0b, 4, 0];
const SPLAT = [0xfd, 0x13];
const LESS = [0xfd, 0x43];
const AND_NOT = [0xfd, 0x4f];

/** The smallest number with all its digits. */
const TINY = 2 ** -126;

/** Of four numbers each. Rounded as those of a single one are. */
const INSTRUCTIONS: Readonly<Record<string, readonly number[]>> = {
  abs: [0xfd, 0xe0, 0x01],
  neg: [0xfd, 0xe1, 0x01],
  sqrt: [0xfd, 0xe3, 0x01],
  add: [0xfd, 0xe4, 0x01],
  sub: [0xfd, 0xe5, 0x01],
  mul: [0xfd, 0xe6, 0x01],
  div: [0xfd, 0xe7, 0x01],
  minimum: [0xfd, 0xe8, 0x01],
  maximum: [0xfd, 0xe9, 0x01],
};

/** Undefined for what is no such loop: one whose tensors differ in their sizes, or that does anything else. */
export function encodeLoop(program: Program): Uint8Array<ArrayBuffer> | undefined {
  if (!isElementwise(program)) return undefined;
  const { values, inputs, nodes, outputs } = program;
  const isScalar = (value: Value): boolean => values[value]?.shape.length === 0;
  // Numbered: the parameters, how far the loop is, and then a vector for every value.
  const parameters = [...inputs.map(({ value }) => (isScalar(value) ? F32 : I32)), ...outputs.map(() => I32), I32];
  const end = parameters.length - 1;
  const at = parameters.length;
  const local = (value: Value): number => parameters.length + 1 + value;

  const compute = ({ op, inputs, outputs, attrs }: Node): number[] => [
    ...(op === 'constant' ? [F32_CONST, ...float(attrs.value as number), ...SPLAT] : []),
    ...inputs.flatMap((value) => [GET, ...leb(local(value))]),
    ...(INSTRUCTIONS[op] ?? []),
    SET,
    ...leb(local(outputs[0] as Value)),
  ];
  const makesScalar = ({ outputs: [value] }: Node): boolean => isScalar(value as Value);
  const place = (parameter: number): number[] => [GET, ...leb(parameter), GET, ...leb(at), I32_ADD];
  const instructions = [
    // What is the same for all entries.
    ...inputs.flatMap(({ value }, k) => (isScalar(value) ? [GET, ...leb(k), ...SPLAT, SET, ...leb(local(value))] : [])),
    ...nodes.filter(makesScalar).flatMap(compute),
    ...LOOP_WITHOUT_RESULT,
    // All is read before anything is written: results may lie where an input did.
    ...inputs.flatMap(({ value }, k) => (isScalar(value) ? [] : [...place(k), ...LOAD, SET, ...leb(local(value))])),
    ...nodes.filter((node) => !makesScalar(node)).flatMap(compute),
    ...outputs.flatMap(({ value }, k) => [...place(inputs.length + k), ...flushed(local(value)), ...STORE]),
    ...[GET, ...leb(at), I32_CONST, STRIDE, I32_ADD, SET, ...leb(at)],
    ...[GET, ...leb(at), GET, ...leb(end), I32_LESS, BRANCH_IF, 0],
    END,
  ];
  const locals = [
    [1, I32],
    [values.length, V128],
  ] as const;
  return encodeModule({ parameters, locals, instructions });
}

export const compileLoop = (module: Uint8Array<ArrayBuffer>, memory: WebAssembly.Memory): Loop =>
  instantiate(module, memory) as Loop;

/**
 * 0 for what is smaller than any normal number, as TensorFlow has it: processors take several times as long for those, and the
 * means that an optimizer keeps for units that have died come down there after some hundred steps.
 */
const flushed = (local: number): number[] => {
  const get = [GET, ...leb(local)];
  return [...get, ...get, ...(INSTRUCTIONS.abs ?? []), F32_CONST, ...float(TINY), ...SPLAT, ...LESS, ...AND_NOT];
};

function isElementwise({ values, nodes, outputs }: Program): boolean {
  const shapes = values.map(({ shape }) => JSON.stringify(shape));
  const tensors = new Set(shapes.filter((shape) => shape !== '[]'));
  const isKnown = ({ op, attrs }: Node) => op in INSTRUCTIONS || (op === 'constant' && typeof attrs.value === 'number');
  return (
    tensors.size === 1 &&
    values.every(({ dtype }) => dtype === 'float32') &&
    nodes.every(isKnown) &&
    outputs.every(({ value }) => shapes[value] !== '[]')
  );
}
