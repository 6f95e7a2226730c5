/** Questions about what leads to a tensor. */
import ts from 'typescript';
import type { Related } from '../../ir/diagnostic';
import { type Dim, equal } from '../../ir/dim';
import type { Location } from '../../ir/location';
import type { TensorType } from '../../ir/tensor';
import { type CallNode, type LayerNode, type Made, type Output, typeOf } from '../evaluated';
import { appliedLocation, argumentPlace } from '../places';
import { locate, type Place, type Site } from '../sites';

/** The call that made a tensor, the one before it, and so on, as long as there is one input. */
export function* upstream({ call }: Output): Generator<CallNode> {
  for (let at: CallNode | undefined = call; at !== undefined; at = at.inputs.length === 1 ? at.inputs[0]?.call : undefined)
    yield at;
}

export const inputType = (call: CallNode): TensorType | undefined => typeOf(call.inputs[0]);
export const outputType = (call: CallNode): TensorType | undefined => call.inferred.outputs[0];

/** A layer that changes values one by one, or not at all. */
export const keepsShape = ({ layer: { spec } }: CallNode): boolean =>
  spec.family === 'activation' || spec.family === 'regularization';

/** What the last values went through: `softmax`, `linear`, ...; undefined where that can't be told. */
export function lastActivation(output: Output): { readonly activation: string; readonly call: CallNode } | undefined {
  for (const call of upstream(output)) {
    const { spec, reading } = call.layer;
    if (reading.problems.length > 0) return undefined;
    const { activation } = reading.args;
    if (typeof activation === 'string' && !(spec.family === 'activation' && activation === 'linear')) return { activation, call };
    if (activation === undefined && spec.family !== 'regularization' && spec.op !== 'flatten') return undefined;
  }
  return undefined;
}

/** The layer that gave a tensor its last size, and its argument for it. */
export function widthOf(output: Output): { readonly layer: LayerNode; readonly argument: string } | undefined {
  for (const call of upstream(output)) {
    if (keepsShape(call)) continue;
    const { spec, reading } = call.layer;
    const width = outputType(call)?.shape.at(-1);
    const argument = Object.keys(spec.arguments).find(
      (name) => spec.arguments[name]?.type === 'Size' && width !== undefined && equal(reading.args[name] as Dim, width),
    );
    return argument === undefined ? undefined : { layer: call.layer, argument };
  }
  return undefined;
}

/** An argument of a layer, or the whole layer. */
export const layerLocation = (layer: LayerNode, argument?: string): Location =>
  argument === undefined ? siteLocation(layer.site) : argumentLocation(layer, argument);

/** The argument, or the call where it can't be told. */
export const argumentLocation = ({ site, spec }: Made, argument: string): Location =>
  placeLocation(argumentPlace(site, spec, argument));

export const siteLocation = ({ place }: Site): Location => placeLocation(place);

/** Of a call whose arguments may go over many lines, its name. */
export function calleeLocation({ place }: Site): Location {
  if (place === undefined || !ts.isCallExpression(place.node)) return placeLocation(place);
  return placeLocation({ ...place, node: place.node.expression });
}

export const placeLocation = (place: Place | undefined): Location => (place === undefined ? NOWHERE : locate(place));

/** Where a layer was applied, if it was applied several times; otherwise where it was made. */
export function callLocation(call: CallNode): Location {
  const { place } = call.site;
  return call.layer.calls.length > 1 && place !== undefined ? appliedLocation(place) : layerLocation(call.layer);
}

/** What the engine could not name a place for, as after `await`. */
const NOWHERE: Location = { file: '', range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } } };

/** The calls around the innermost one. */
export const callers = (site: Site): Related[] =>
  site
    .callers()
    .slice(0, 3)
    .map((place) => ({ message: 'Called from here.', location: locate(place) }));
