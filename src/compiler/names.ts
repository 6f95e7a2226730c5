/** Names of layers and of the blocks around them: they stand in pictures, in checkpoints and in exports. */
import ts from 'typescript';
import { callsBetween } from './applications';
import type { CallNode, LayerNode, ModelNode, Path } from './nodes';
import type { Site } from './sites';
import { isWrapper } from './source';

export interface Names {
  readonly ids: ReadonlyMap<LayerNode, string>;
  /** Names of the blocks and models around a call, from the outside in. */
  blocksOf(call: CallNode): string[];
}

/**
 * The id of a layer: the blocks around it, then the `name` option, or the operation and how many of it came before there, in the
 * order in which layers are applied: `conv2d`, `conv2d_1`, `encoder/conv2d`. Models that share layers count together, so that a
 * layer has one id; of several places, the first of the innermost ones names it.
 */
export function namesOf(models: readonly ModelNode[]): Names {
  const ids = new Map<LayerNode, string>();
  const scopes = new Map<LayerNode, Scope>();
  const everyCall = [...new Set(models.flatMap(callsBetween))].sort((a, b) => a.order - b.order);
  for (const layers of connected(models.map((model) => new Set(callsBetween(model).map(({ layer }) => layer))))) {
    const homes = new Map<LayerNode, Path>();
    for (const { layer, path } of everyCall) {
      if (layers.has(layer) && path.length > (homes.get(layer)?.length ?? -1)) homes.set(layer, path);
    }
    const outermost = scope('');
    const inOrder = [...homes].map(([layer, path]) => ({
      layer,
      prefix: enter(outermost, path)
        .map((name) => `${name}/`)
        .join(''),
    }));
    const number = numbering();
    for (const { layer, prefix } of inOrder) {
      const { name } = layer.reading.args;
      if (typeof name === 'string') ids.set(layer, number(prefix + name));
    }
    for (const { layer, prefix } of inOrder) {
      if (!ids.has(layer)) ids.set(layer, number(prefix + layer.spec.op));
      scopes.set(layer, outermost);
    }
  }
  return { ids, blocksOf: ({ layer, path }) => enter(scopes.get(layer) ?? scope(''), path) };
}

/** What is inside a block. A model that is applied twice is one scope: its layers are the same. */
interface Scope {
  readonly name: string;
  readonly number: (wanted: string) => string;
  readonly inner: Map<Path[number] | ModelNode, Scope>;
}

const scope = (name: string): Scope => ({ name, number: numbering(), inner: new Map() });

/** The names along a path; what has none yet gets one. */
function enter(outermost: Scope, path: Path): string[] {
  let at = outermost;
  return path.map((block) => {
    const key = block.kind === 'application' ? block.model : block;
    const own = block.kind === 'application' ? nameOf(block.model) : block.reading.args.name;
    const inner = at.inner.get(key) ?? scope(at.number(typeof own === 'string' ? own : 'block'));
    at.inner.set(key, inner);
    at = inner;
    return inner.name;
  });
}

/** The `name` option of a model, or its variable, as a part of an id. */
const nameOf = (model: ModelNode): string => (ownName(model) ?? model.spec.op).replace(/[/\s]+/g, '_');

/** The `name` option of a model, or its variable. */
export function ownName({ reading, site }: ModelNode): string | undefined {
  const { name } = reading.args;
  return typeof name === 'string' ? name : variableOf(site);
}

function variableOf({ place }: Site): string | undefined {
  let node = place?.node;
  while (node !== undefined && isWrapper(node.parent)) node = node.parent;
  const declaration = node?.parent;
  return declaration !== undefined && ts.isVariableDeclaration(declaration) && ts.isIdentifier(declaration.name)
    ? declaration.name.text
    : undefined;
}

/** Makes names different: `conv2d`, `conv2d_1`, ... */
export function numbering(): (wanted: string) => string {
  const taken = new Set<string>();
  // Where the numbers go on, so that a thousand layers of a kind do not count from 1 a thousand times.
  const counts = new Map<string, number>();
  return (wanted) => {
    let name = wanted;
    for (let number = counts.get(wanted) ?? 0; taken.has(name); counts.set(wanted, number)) name = `${wanted}_${++number}`;
    taken.add(name);
    return name;
  };
}

/** Sets that have members in common become one. */
function connected<T>(sets: readonly ReadonlySet<T>[]): Set<T>[] {
  const groups: Set<T>[] = [];
  for (const set of sets) {
    const merged = new Set(set);
    for (const group of groups.filter((other) => [...other].some((item) => set.has(item)))) {
      groups.splice(groups.indexOf(group), 1);
      for (const item of group) merged.add(item);
    }
    groups.push(merged);
  }
  return groups;
}
