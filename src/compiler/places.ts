/** Which part of a call to point at: the argument itself wherever it can be told apart. */
import ts from 'typescript';
import type { Callable } from '../ir/callable';
import type { Location } from '../ir/location';
import { locate, type Place, type Site } from './sites';
import { locationOf, unwrap } from './source';

/** Where an argument was written; the call where it can't be told, and nothing after `await` has lost the call. */
export function argumentPlace(site: Site, callable: Pick<Callable, 'positional'>, name: string): Place | undefined {
  const { place } = site;
  if (place === undefined || !site.direct) return place;
  return { ...place, node: argumentNode(place.node, callable, name) ?? place.node };
}

function argumentNode(node: ts.Node, { positional }: Pick<Callable, 'positional'>, name: string): ts.Node | undefined {
  const args = argumentsOf(node);
  const options = optionsNode(node);
  const option = optionOf(options, name);
  if (option !== undefined) return valueNode(option);
  const position = positional.indexOf(name);
  const spread = args.findIndex(ts.isSpreadElement);
  if (position >= 0 && spread >= 0 && spread <= position) return args[spread];
  const argument = position < 0 ? undefined : args[position];
  if (argument !== undefined && argument !== options) return argument;
  // Options that came with `...shared` or in a variable.
  return (
    options?.properties.findLast(ts.isSpreadAssignment)?.expression ?? (args.length > positional.length ? args.at(-1) : undefined)
  );
}

/** `units: 10` in an object, by name. */
export const optionOf = (
  options: ts.ObjectLiteralExpression | undefined,
  name: string,
): ts.ObjectLiteralElementLike | undefined =>
  options?.properties.findLast(
    (property) => !ts.isSpreadAssignment(property) && property.name !== undefined && propertyName(property.name) === name,
  );

/** The name of an option, where it stands in the call itself. */
export function optionNamePlace(site: Site, name: string): Place | undefined {
  const { place } = site;
  if (place === undefined || !site.direct) return place;
  const property = optionOf(optionsNode(place.node), name);
  return { ...place, node: property?.name ?? argumentsOf(place.node).at(-1) ?? place.node };
}

export const positionalPlace = (site: Site, position: number): Place | undefined => {
  const { place } = site;
  if (place === undefined || !site.direct) return place;
  const args = argumentsOf(place.node);
  return { ...place, node: (args.slice(0, position + 1).some(ts.isSpreadElement) ? undefined : args[position]) ?? place.node };
};

export const argumentsOf = (node: ts.Node): readonly ts.Expression[] =>
  ts.isCallExpression(node) || ts.isNewExpression(node) ? (node.arguments ?? []) : [];

/** The object that ends a call. */
export function optionsNode(node: ts.Node): ts.ObjectLiteralExpression | undefined {
  const last = argumentsOf(node).at(-1);
  const object = last === undefined ? undefined : unwrap(last);
  return object !== undefined && ts.isObjectLiteralExpression(object) ? object : undefined;
}

const propertyName = (name: ts.PropertyName): string | undefined =>
  ts.isIdentifier(name) || ts.isStringLiteralLike(name) ? name.text : undefined;

function valueNode(property: ts.ObjectLiteralElementLike): ts.Node {
  if (ts.isPropertyAssignment(property)) return property.initializer;
  return property.name ?? property;
}

/** `(x)` of `dense(10)(x)`. */
export function appliedLocation({ source, node }: Place): Location {
  if (!ts.isCallExpression(node)) return locate({ source, node });
  return locationOf(source, { start: node.arguments.pos - 1, end: node.end });
}
