/** Repairs as edits of the text. */
import ts from 'typescript';
import type { Callable } from '../../ir/callable';
import type { Edit, Fix } from '../../ir/diagnostic';
import { LANGUAGE } from '../modules';
import { argumentPlace, argumentsOf, optionOf, optionsNode } from '../places';
import { calleeName, type Place, type Site } from '../sites';
import { rangeOf, type Source, spanOf, unwrap } from '../source';

export const replaceNode = ({ source, node }: Place, text: string): Edit => replaceSpan(source, node.getStart(), node.end, text);

const insertAt = (source: Source, offset: number, text: string): Edit => replaceSpan(source, offset, offset, text);

export const insertAtStart = ({ source, node }: Place, text: string): Edit => insertAt(source, node.getStart(), text);

const replaceSpan = (source: Source, start: number, end: number, text: string): Edit => ({
  file: source.path,
  range: rangeOf(source, { start, end }),
  text,
});

/** The place, if it is the only call behind the site: a repair there changes nothing else. */
export const onlyPlace = ({ place, direct }: Site): Place | undefined =>
  direct && place !== undefined && ts.isCallExpression(place.node) ? place : undefined;

/** How the file calls a function of the language, and the edit that imports it if it does not yet. */
export function nameInFile(source: Source, name: string): { readonly text: string; readonly edits: readonly Edit[] } | undefined {
  for (const statement of source.ast.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    if (statement.moduleSpecifier.text !== LANGUAGE || statement.importClause === undefined) continue;
    if (statement.importClause.phaseModifier !== undefined) continue;
    const { namedBindings } = statement.importClause;
    if (namedBindings === undefined) continue;
    if (ts.isNamespaceImport(namedBindings)) return { text: `${namedBindings.name.text}.${name}`, edits: [] };
    const { elements } = namedBindings;
    const known = elements.find((element) => (element.propertyName ?? element.name).text === name);
    if (known !== undefined) return { text: known.name.text, edits: [] };
    return { text: name, edits: [importEdit(source, namedBindings, name)] };
  }
  return undefined;
}

/** In alphabetical order where the others are. */
function importEdit(source: Source, { elements }: ts.NamedImports, name: string): Edit {
  const next = elements.find((element) => element.name.text.localeCompare(name) > 0);
  if (next !== undefined) {
    const start = next.getStart();
    return insertAt(source, start, `${name},${gapBefore(source, next)}`);
  }
  const last = elements.at(-1);
  if (last === undefined) return insertAt(source, elements.pos, ` ${name} `);
  return insertAt(source, last.end, `,${gapBefore(source, last)}${name}`);
}

/** The line break and indentation in front of an item of a list, or a space. */
const gapBefore = (source: Source, node: ts.Node): string =>
  /\n[ \t]*(?=[^\n]*$)/.exec(source.text.slice(node.pos, node.getStart()))?.[0] ?? ' ';

/** Sets an argument of a call: in its place, else as an option. Undefined where it can't be told how. */
export function setArgument(site: Site, callable: Pick<Callable, 'positional'>, name: string, text: string): Edit | undefined {
  const place = onlyPlace(site);
  if (place === undefined || !ts.isCallExpression(place.node)) return undefined;
  const { source, node } = place;
  const args = argumentsOf(node);
  if (args.some(ts.isSpreadElement)) return undefined;
  const options = optionsNode(node);
  const option = optionOf(options, name);
  if (option !== undefined) {
    if (ts.isShorthandPropertyAssignment(option)) return replaceNode({ source, node: option }, `${name}: ${text}`);
    return ts.isPropertyAssignment(option) ? replaceNode({ source, node: option.initializer }, text) : undefined;
  }
  const position = callable.positional.indexOf(name);
  const given = position < 0 ? undefined : args[position];
  if (given !== undefined && given !== options) return replaceNode({ source, node: given }, text);
  if (options !== undefined) {
    const last = options.properties.at(-1);
    if (last === undefined) return replaceNode({ source, node: options }, `{ ${name}: ${text} }`);
    return insertAt(source, last.end, `,${gapBefore(source, last)}${name}: ${text}`);
  }
  if (args.length > callable.positional.length) return undefined;
  const lastArgument = args.at(-1);
  const at = lastArgument?.end ?? node.arguments.pos;
  return insertAt(source, at, `${lastArgument === undefined ? '' : ', '}{ ${name}: ${text} }`);
}

/** Sets an argument where a number was written; a variable's value is decided somewhere else. */
export function setNumber(site: Site, callable: Pick<Callable, 'positional'>, name: string, text: string): Edit | undefined {
  const place = argumentPlace(site, callable, name);
  return place !== undefined && ts.isNumericLiteral(place.node) ? setArgument(site, callable, name, text) : undefined;
}

/** Goes on behind a call: `digits()` becomes `digits().normalize()`. */
export function append(site: Site, text: string): Edit | undefined {
  const place = onlyPlace(site);
  return place && insertAt(place.source, place.node.end, text);
}

/** Takes an option away; the object too, if it was alone. */
export function dropOption(site: Site, name: string): Edit | undefined {
  const place = onlyPlace(site);
  const options = place && optionsNode(place.node);
  const option = optionOf(options, name);
  if (place === undefined || options === undefined || option === undefined) return undefined;
  const { source, node } = place;
  const { properties } = options;
  const args = argumentsOf(node);
  if (properties.length === 1) {
    const before = args.at(-2);
    return replaceSpan(source, before?.end ?? options.getStart(), options.end, '');
  }
  const index = properties.indexOf(option);
  const next = properties[index + 1];
  if (next !== undefined) return replaceSpan(source, option.getStart(), next.getStart(), '');
  return replaceSpan(source, properties[index - 1]?.end ?? option.pos, option.end, '');
}

/**
 * Puts a layer in front of another: an element before it in the list of `sequential`, or around what it is applied to.
 * `made` is where the layer was made, `applied` where it was applied.
 */
export function insertBefore(made: Site, applied: Site, op: string): Fix | undefined {
  const place = onlyPlace(made);
  const name = place && nameInFile(place.source, op);
  if (place === undefined || name === undefined) return undefined;
  const title = `Insert ${op}()`;
  const { source } = place;
  const call = onlyPlace(applied);
  if (call !== undefined && calleeName(call.node) === 'sequential') {
    const item = itemOf(place.node);
    if (item === undefined) return undefined;
    const text = `${name.text}(),${gapBefore(source, item)}`;
    return { title, edits: [insertAt(source, item.getStart(), text), ...name.edits] };
  }
  const [tensor, ...others] = call === undefined ? [] : argumentsOf(call.node);
  const names = call && nameInFile(call.source, op);
  if (call === undefined || tensor === undefined || others.length > 0 || names === undefined || ts.isSpreadElement(tensor))
    return undefined;
  const { start, end } = spanOf(tensor);
  return {
    title,
    edits: [insertAt(call.source, start, `${names.text}()(`), insertAt(call.source, end, ')'), ...names.edits],
  };
}

/** Takes a layer away: out of the list of `sequential`, or from around what it is applied to. */
export function dropLayer(made: Site, applied: Site): Edit | undefined {
  const place = onlyPlace(made);
  const call = onlyPlace(applied);
  if (place === undefined || call === undefined || !ts.isCallExpression(call.node)) return undefined;
  const { source, node } = place;
  if (calleeName(call.node) === 'sequential') {
    const item = itemOf(node);
    if (item === undefined || !ts.isArrayLiteralExpression(item.parent)) return undefined;
    const { elements } = item.parent;
    const index = (elements as readonly ts.Node[]).indexOf(item);
    const [before, next] = [elements[index - 1], elements[index + 1]];
    if (next !== undefined) return replaceSpan(source, item.getStart(), next.getStart(), '');
    return replaceSpan(source, before?.end ?? item.getStart(), item.end, '');
  }
  const [tensor, ...others] = argumentsOf(call.node);
  const isHere = unwrap(call.node.expression) === node;
  return isHere && tensor !== undefined && others.length === 0 && !ts.isSpreadElement(tensor)
    ? replaceNode(call, tensor.getText())
    : undefined;
}

/** Puts an item in front of a list. */
export function insertIn(
  source: Source,
  { elements }: ts.ArrayLiteralExpression,
  text: string,
  title: string,
  others: readonly Edit[],
): Fix {
  const [first] = elements;
  const edit =
    first === undefined
      ? insertAt(source, elements.pos, text)
      : insertAt(source, first.getStart(), `${text},${gapBefore(source, first)}`);
  return { title, edits: [edit, ...others] };
}

/** The node in a list that this expression is. */
function itemOf(node: ts.Node): ts.Node | undefined {
  let item = node;
  while (unwrap(item.parent) !== item.parent) item = item.parent;
  return ts.isArrayLiteralExpression(item.parent) ? item : undefined;
}

export const fixOf = (title: string, ...edits: readonly (Edit | undefined)[]): Fix[] =>
  edits.every((edit) => edit !== undefined) ? [{ title, edits }] : [];
