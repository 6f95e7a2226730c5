/** Writes a Program as an ONNX file. Only standard operators, unless the caller brings mappings of its own. */
import type { Program } from '../../ir/program';
import type { TensorData, TensorType } from '../../ir/tensor';
import { expandComposites } from '../../program/expand';
import { primitives } from '../../program/primitives';
import { encodeModel } from './encode';
import { MAPPINGS } from './mappings';
import type { Attribute, Graph, Model, Node, ValueInfo } from './model';
import { nextPort, randomPort, statePort, valueInfo } from './ports';
import { GraphWriter, type MappingTable, type Shared } from './writer';

/** Version 17 of the operators in version 8 of the format is read by every runtime in use. */
const OPSET = 17;
const IR_VERSION = 8;

export interface OnnxOptions {
  /** States to write into the file as constants, by name. The others become inputs, and outputs where the Program changes them. */
  readonly weights?: Readonly<Record<string, TensorData>>;
  /** An engine's own forms of some primitives, in place of the standard ones. */
  readonly overrides?: MappingTable;
  /** Channels of a block, where those split them. */
  readonly block?: number;
  /** Versions of the operator sets that those use, by domain. */
  readonly domains?: Readonly<Record<string, number>>;
  readonly metadata?: Readonly<Record<string, string>>;
}

export const writeOnnx = (program: Program, options: OnnxOptions = {}): Uint8Array => encodeModel(toModel(program, options));

/** The file as data. */
export function toModel(program: Program, options: OnnxOptions = {}): Model {
  return {
    irVersion: IR_VERSION,
    opset: OPSET,
    domains: options.domains ?? {},
    producer: 'modelwright',
    metadata: options.metadata ?? {},
    graph: writeGraph(program, options),
  };
}

/** The graph of the file, as data. */
export function writeGraph(whole: Program, { weights = {}, overrides = {}, block = 1 }: OnnxOptions = {}): Graph {
  const mappings = { ...MAPPINGS, ...overrides };
  const program = expandComposites(whole, primitives, ({ op }) => op in mappings);
  const inputs = new Map<string, ValueInfo>();
  const shared: Shared = {
    mappings,
    block,
    random: (id, type) => declare(randomPort(id), type),
    fresh: numbered(),
  };
  const writer = new GraphWriter(program, shared);
  const declare = (name: string, type: TensorType): string => {
    inputs.set(name, valueInfo(name, type));
    writer.sizes.learn(name, type.shape);
    return name;
  };

  for (const { name, value } of program.inputs) writer.set(value, declare(name, writer.typeOf(value)));
  for (const { name, value } of program.state) {
    const data = weights[name];
    if (data === undefined) writer.set(value, declare(statePort(name), writer.typeOf(value)));
    else writer.setConstant(value, data);
  }
  for (const node of program.nodes) writer.write(node);

  const outputs = [
    ...program.outputs,
    ...program.state.flatMap(({ name, next }) =>
      next === undefined || name in weights ? [] : [{ name: nextPort(name), value: next }],
    ),
  ];
  const made = outputs.map(({ name, value }) => ({ name, from: writer.get(value) }));
  return {
    name: program.name,
    nodes: named(writer.nodes, made),
    initializers: writer.initializers,
    inputs: [...inputs.values()],
    outputs: outputs.map(({ name, value }) => valueInfo(name, writer.typeOf(value))),
  };
}

/** Gives the outputs their names: that of the value itself where a node makes it and no other output has it, else of a copy. */
function named(nodes: readonly Node[], outputs: readonly { readonly name: string; readonly from: string }[]): Node[] {
  const made = new Set(nodes.flatMap((node) => node.outputs));
  const names = new Map<string, string>();
  const copies: Node[] = [];
  for (const { name, from } of outputs) {
    if (made.has(from) && !names.has(from)) names.set(from, name);
    else copies.push({ op: 'Identity', inputs: [from], outputs: [name], attrs: {} });
  }
  return rename([...nodes, ...copies], names);
}

/** In the bodies of loops too, which read values of the graph around them. */
function rename(nodes: readonly Node[], names: ReadonlyMap<string, string>): Node[] {
  const own = (name: string): string => names.get(name) ?? name;
  const inside = (attribute: Attribute): Attribute =>
    'g' in attribute ? { g: { ...attribute.g, nodes: rename(attribute.g.nodes, names) } } : attribute;
  return nodes.map((node) => ({
    ...node,
    inputs: node.inputs.map(own),
    outputs: node.outputs.map(own),
    attrs: Object.fromEntries(Object.entries(node.attrs).map(([key, value]) => [key, inside(value)])),
  }));
}

/** `Conv_0`, `Conv_1`: an operator and how many of its kind came before. */
function numbered(): (op: string) => string {
  const counts = new Map<string, number>();
  return (op) => {
    const before = counts.get(op) ?? 0;
    counts.set(op, before + 1);
    return `${op}_${before}`;
  };
}
