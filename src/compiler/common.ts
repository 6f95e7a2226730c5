/**
 * What the calls of a file have in common, found out once: how an argument list reads, and what a layer makes of a type. Large
 * files repeat a few lines many times over, so most of them cost a look into a table.
 */
import type { Callable } from '../ir/callable';
import type { LayerSpec } from '../ir/layer-spec';
import { type Inferred, inferLayer, type Known, readLayer } from '../language/infer';
import { type Reading, readArguments } from '../language/read';
import type { Encoded, Recording } from '../language/recording';

export interface Common {
  /** Of the list in this position. */
  readLayer(spec: LayerSpec, list: number): Reading;
  readArguments(spec: Callable, list: number): Reading;
  inferLayer(spec: LayerSpec, reading: Reading, inputs: readonly Known[]): Inferred;
}

export function createCommon(lists: Recording['lists']): Common {
  const readings = new Map<Callable, Map<readonly Encoded[], Reading>>();
  const inferences = new Map<Reading, Map<Known, Inferred>>();
  // Equal types are the same object, so that they are found by identity.
  const types = new Map<string, Known>();

  const read = (spec: Callable, position: number, how: (list: readonly Encoded[]) => Reading): Reading => {
    const list = lists[position] ?? [];
    return lookUp(lookUp(readings, spec, newMap<readonly Encoded[], Reading>), list, () => how(list));
  };
  const shared = (type: Known): Known => lookUp(types, JSON.stringify(type), () => type);
  const infer = (spec: LayerSpec, reading: Reading, inputs: readonly Known[]): Inferred => {
    const inferred = inferLayer(spec, reading, inputs);
    return { ...inferred, outputs: inferred.outputs.map(shared) };
  };
  return {
    readLayer: (spec, list) => read(spec, list, (values) => readLayer(spec, values)),
    readArguments: (spec, list) => read(spec, list, (values) => readArguments(spec, values)),
    inferLayer(spec, reading, inputs) {
      const [input] = inputs;
      if (inputs.length !== 1) return infer(spec, reading, inputs);
      return lookUp(lookUp(inferences, reading, newMap<Known, Inferred>), input, () => infer(spec, reading, inputs));
    },
  };
}

const newMap = <K, V>(): Map<K, V> => new Map();

function lookUp<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const value = make();
  map.set(key, value);
  return value;
}
