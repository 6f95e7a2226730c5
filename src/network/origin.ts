/**
 * Where a size comes from: `1568 = 7 × 7 × 32 ← flatten ← maxPooling2d (line 12)`. No layer is known here. Its shape rule is
 * asked once more with a symbol for every size that comes in, and the answer says which of them the size is made of.
 */
import {
  type Atom,
  type Bindings,
  type Dim,
  equal,
  evaluateDim,
  formatDim,
  isNumber,
  isUnknown,
  product,
  symbol,
  type Term,
} from '../ir/dim';
import type { Location } from '../ir/location';
import { type Layer, type Network, type Ref, typeOf } from '../ir/network';
import type { TensorType } from '../ir/tensor';
import { layerSpecs } from '../layers/index.spec';
import { ownName } from './describe';

export interface Origin {
  readonly size: Dim;
  /** What it was calculated from: `7 × 7 × 32`. Absent: someone wrote it down. */
  readonly expression?: string;
  /** The layer that made it, then those that made what it was made of. */
  readonly makers: readonly Maker[];
  /** The sizes in the expression. */
  readonly parts: readonly Part[];
}

export interface Maker {
  /** Position in `Network.layers`. */
  readonly layer: number;
  readonly label: string;
  /** Where the size was written down. */
  readonly argument?: string;
  readonly location?: Location;
}

export interface Part {
  readonly ref: Ref;
  readonly axis: number;
}

/** What origins are asked of. */
export type Graph = Pick<Network, 'layers' | 'calls'>;

/** Undefined where a fault left the size open. */
export function originOf(network: Graph, { ref, axis }: Part): Origin | undefined {
  for (let at: Part = { ref, axis }; ; ) {
    const step = stepOf(network, at.ref);
    const size = step?.outputs[at.ref.output]?.shape[at.axis];
    if (step === undefined || size === undefined || isUnknown(size)) return undefined;
    const made = madeOf(step, at.ref.output, at.axis, size);
    const { layer, inputs } = step;
    const partOf = ({ input, axis: of }: Axis): Part[] =>
      inputs[input] === undefined ? [] : [{ ref: inputs[input].ref, axis: of }];
    if (made.kind === 'kept') {
      const [from] = partOf(made.from);
      if (from === undefined) return undefined;
      at = from;
      continue;
    }
    const maker = asMaker(step);
    if (made.kind === 'written') {
      const argument = argumentOf(layer, size);
      return { size, makers: [{ ...maker, ...(argument === undefined ? {} : { argument }) }], parts: [] };
    }
    const parts = made.parts.flatMap(partOf);
    const feeders = new Map(parts.map((part) => [JSON.stringify(part.ref), part.ref]));
    const makers = [...feeders.values()].flatMap((feeder) => makerOf(network, feeder) ?? []);
    return { size, expression: made.expression, makers: [maker, ...makers], parts };
  }
}

/** `file`: the one that is looked at; places in others are named with their file. */
export function formatOrigin({ size, expression, makers }: Origin, file: string): string {
  const [maker, ...feeders] = makers.map(({ label, argument, location }) => ({
    name: argument === undefined ? label : `${argument} of ${label}`,
    place: location === undefined ? '' : ` (${placeOf(location, file)})`,
  }));
  const from = feeders.map(({ name, place }) => `${name}${place}`).join(', ');
  const last = from === '' ? `${maker?.name}${maker?.place}` : `${maker?.name} ← ${from}`;
  return `${formatDim(size)}${expression === undefined ? '' : ` = ${expression}`} ← ${last}`;
}

const placeOf = ({ file, range }: Location, here: string): string => {
  const line = `line ${range.start.line + 1}`;
  return file === here ? line : `${file.split(/[\\/]/).at(-1)}, ${line}`;
};

interface Axis {
  readonly input: number;
  readonly axis: number;
}

type Made =
  | { readonly kind: 'kept'; readonly from: Axis }
  | { readonly kind: 'written' }
  | { readonly kind: 'calculated'; readonly expression: string; readonly parts: readonly Axis[] };

interface Step {
  readonly layer: Layer;
  /** Position in `Network.layers`. */
  readonly at: number;
  readonly inputs: readonly { readonly ref: Ref; readonly type: TensorType }[];
  readonly outputs: readonly TensorType[];
}

function stepOf({ calls, layers }: Graph, { call: at }: Ref): Step | undefined {
  const call = calls[at];
  const layer = layers[call?.layer ?? -1];
  if (call === undefined || layer === undefined) return undefined;
  const inputs = call.inputs.flatMap((ref) => {
    const type = typeOf({ calls }, ref);
    return type === undefined ? [] : [{ ref, type }];
  });
  return { layer, at: call.layer, inputs, outputs: call.outputs };
}

function madeOf({ layer, inputs }: Step, output: number, axis: number, size: Dim): Made {
  const types = inputs.map(({ type }) => type);
  for (const naming of [distinct, aligned]) {
    const { symbolic, sources, values } = withSymbols(types, naming);
    const answer = layerSpecs[layer.op]?.infer({ args: layer.args, inputs: symbolic }).outputs[output]?.shape[axis];
    if (answer === undefined || isUnknown(answer) || !isEqual(answer, values, size)) continue;
    const names = namesIn(answer).filter((name) => sources.has(name));
    const parts = names.flatMap((name) => sources.get(name) ?? []);
    const [from] = parts;
    if (isNumber(answer) || from === undefined) return { kind: 'written' };
    if (equal(answer, symbol(names[0] ?? ''))) return { kind: 'kept', from };
    return { kind: 'calculated', expression: expressionOf(answer, values), parts };
  }
  return rearranged(layer, types, output, axis) ?? { kind: 'written' };
}

/** The size that follows from the others, where the numbers stay the same: `reshape([-1, 64])`. */
function rearranged({ op, args }: Layer, inputs: readonly TensorType[], output: number, axis: number): Made | undefined {
  const [x] = inputs;
  const shape = layerSpecs[op]?.infer({ args, inputs }).outputs[output]?.shape;
  if (x === undefined || shape === undefined || !equal(product(x.shape), product(shape))) return undefined;
  const others = shape.filter((_, at) => at !== axis && at > 0);
  const expression = [x.shape.slice(1).map(formatFactor).join(' × '), ...others.map(formatFactor)].join(' / ');
  return { kind: 'calculated', expression, parts: x.shape.slice(1).map((_, at) => ({ input: 0, axis: at + 1 })) };
}

type Naming = (input: number, axis: number, shape: readonly Dim[]) => string | undefined;

/** Each size by itself: `1568 = 7 × 7 × 32`, `48 = 16 + 32`. */
const distinct: Naming = (input, axis) => `${input}.${axis}`;

/** Sizes at the same place by the same name, for layers that want them equal; a size of 1 stretches. */
const aligned: Naming = (_, axis, shape) => (shape[axis] === 1 ? undefined : `-${shape.length - axis}`);

function withSymbols(inputs: readonly TensorType[], naming: Naming) {
  const sources = new Map<string, Axis>();
  const values = new Map<string, Dim>();
  const symbolic = inputs.map(({ shape, dtype }, input): TensorType => {
    const sizes = shape.map((size, axis) => {
      const name = axis === 0 ? undefined : naming(input, axis, shape);
      if (name === undefined) return size;
      if (!sources.has(name)) sources.set(name, { input, axis });
      values.set(name, values.get(name) ?? size);
      return symbol(name);
    });
    return { shape: sizes, dtype };
  });
  return { symbolic, sources, values };
}

/** Whether the answer comes to the size that is there; of symbolic sizes that is taken for granted. */
function isEqual(answer: Dim, values: ReadonlyMap<string, Dim>, size: Dim): boolean {
  if (!isNumber(size)) return true;
  const numbers: Record<string, number> = {};
  for (const [name, value] of values) if (isNumber(value)) numbers[name] = value;
  return namesIn(answer).every((name) => name in numbers) && evaluateDim(answer, numbers as Bindings) === size;
}

const namesIn = (dim: Dim): string[] =>
  isNumber(dim)
    ? []
    : [
        ...new Set(
          dim.terms.flatMap(({ of }) => of.flatMap((atom) => (typeof atom === 'string' ? [atom] : namesIn(atom.floor)))),
        ),
      ];

/** As a person would have calculated it. */
function expressionOf(dim: Dim, values: ReadonlyMap<string, Dim>): string {
  if (isNumber(dim)) return String(dim);
  const terms = dim.terms.map(({ times, of }: Term, at) => {
    const factors = of.map((atom) => formatAtom(atom, values));
    const all = Math.abs(times) === 1 && factors.length > 0 ? factors : [String(Math.abs(times)), ...factors];
    const sign = times < 0 ? (at === 0 ? '−' : ' − ') : at === 0 ? '' : ' + ';
    return `${sign}${all.join(' × ')}`;
  });
  return terms.length > 8 ? [...terms.slice(0, 3), ' + …', terms.at(-1)].join('') : terms.join('');
}

function formatAtom(atom: Atom, values: ReadonlyMap<string, Dim>): string {
  if (typeof atom === 'string') return formatFactor(values.get(atom) ?? symbol(atom));
  const inner = expressionOf(atom.floor, values);
  return `⌊${/ [+−] /.test(inner) ? `(${inner})` : inner} / ${atom.by}⌋`;
}

const formatFactor = (dim: Dim): string => (isNumber(dim) || dim.terms.length === 1 ? formatDim(dim) : `(${formatDim(dim)})`);

/** The layer that made a tensor what it is: those that keep every size are passed over. */
function makerOf(network: Graph, ref: Ref): Maker | undefined {
  for (let at = ref; ; ) {
    const step = stepOf(network, at);
    const shape = step?.outputs[at.output]?.shape;
    if (step === undefined || shape === undefined) return undefined;
    const [input] = step.inputs;
    const isKept = shape.every((size, axis) => {
      const made = axis === 0 ? undefined : madeOf(step, at.output, axis, size);
      return made === undefined || (made.kind === 'kept' && made.from.input === 0 && made.from.axis === axis);
    });
    if (!isKept || input === undefined) return asMaker(step);
    at = input.ref;
  }
}

function asMaker({ layer, at }: Step): Maker {
  const name = layer.op === 'input' ? ownName(layer) : undefined;
  const { location } = layer;
  return {
    layer: at,
    label: name === undefined ? layer.op : `${layer.op} ${name}`,
    ...(location === undefined ? {} : { location }),
  };
}

/** The argument in which the size stands, the foremost first. */
function argumentOf({ op, args }: Layer, size: Dim): string | undefined {
  const spec = layerSpecs[op];
  if (spec === undefined) return undefined;
  const holds = (value: unknown): boolean =>
    Array.isArray(value) ? value.some(holds) : JSON.stringify(value) === JSON.stringify(size);
  return [...new Set([...spec.positional, ...Object.keys(spec.arguments)])].find((name) => holds(args[name]));
}
