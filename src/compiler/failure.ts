/** An error that ended an evaluation, or a limit that did: where in the user's code, and in whose words. */
import ts from 'typescript';
import type { Location } from '../ir/location';
import { functionNames } from '../language/types';
import { closest } from './closest';
import type { Module } from './modules';
import { nameInFile, replaceNode } from './rules/edits';
import { evaluation } from './rules/evaluation';
import { evaluationHermetic, OUTSIDE } from './rules/evaluation-hermetic';
import { evaluationLimit } from './rules/evaluation-limit';
import { callers } from './rules/flow';
import type { Finding, Rule } from './rules/rule';
import { syntax } from './rules/syntax';
import { findsName } from './rules/typescript';
import type { Limit, Outcome, Thrown } from './sandbox/protocol';
import { locate, type Place, type SiteOf } from './sites';
import { locationOf, type Source, spanOf } from './source';

export interface Failure {
  readonly rule: Rule;
  readonly finding: Finding;
  /** Where the user's code was, if the engine could say. */
  readonly place: Place | undefined;
}

export function failureOf({ error, limit }: Outcome, [entry]: readonly Module[], siteOf: SiteOf): Failure | undefined {
  if (entry === undefined) return undefined;
  const site = siteOf({ stack: error?.stack ?? '' });
  const { place } = site;
  if (limit !== undefined) {
    const stopped = stoppedAt(limit, place, entry.source);
    const at = stopped === undefined ? firstLine(entry.source) : locate(stopped);
    return { rule: evaluationLimit, finding: { message: limit, params: {}, at }, place: stopped };
  }
  if (error === undefined) return undefined;
  const { rule, finding } = wordError(error, place);
  const at = place === undefined ? firstLine(entry.source) : locate(place);
  return { rule, finding: { at, related: callers(site), ...finding }, place };
}

interface Worded {
  readonly rule: Rule;
  readonly finding: Omit<Finding, 'at'> & { readonly at?: Location };
}

function wordError({ name, message, stack }: Thrown, place: Place | undefined): Worded {
  if (name === 'SyntaxError' && ENGINE_SYNTAX_ERROR.test(stack)) {
    return { rule: syntax, finding: { message: 'parser', params: { message: asSentence(message) } } };
  }
  const undefinedName = name === 'ReferenceError' ? NOT_DEFINED.exec(message)?.[1] : undefined;
  if (undefinedName !== undefined && place !== undefined) return wordUndefined(undefinedName, place);
  if (name === 'TypeError' && message === 'not a function' && place !== undefined && isCall(place.node)) {
    const node = place.node.expression;
    return {
      rule: evaluation,
      finding: { message: 'notFunction', params: { what: shorten(node.getText()) }, at: locate({ ...place, node }) },
    };
  }
  const own = place !== undefined && ts.isNewExpression(place.node);
  const text = message === '' ? name : own ? message : asSentence(message);
  return { rule: evaluation, finding: { message: 'thrown', params: { message: text } } };
}

/** As the engine words it. A file may throw such an error itself, with any text between the quotes. */
const NOT_DEFINED = /^'([\p{ID_Start}$_][\p{ID_Continue}$]*)' is not defined$/u;

/** Found while reading the file, so no function is on the stack. */
const ENGINE_SYNTAX_ERROR = /^\s*at m\d+:\d+:\d+\s*$/;

function wordUndefined(name: string, place: Place): Worded {
  const named = { ...place, node: find(place.node, (node) => ts.isIdentifier(node) && node.text === name) ?? place.node };
  const at = locate(named);
  if (OUTSIDE.has(name)) return { rule: evaluationHermetic, finding: { message: 'outside', params: { what: name }, at } };
  const typescript = findsName(place, name);
  const meant = functionNames.includes(name) ? name : closest(name, functionNames);
  const there = meant === undefined ? undefined : nameInFile(place.source, meant);
  if (meant === undefined || there === undefined)
    return { rule: evaluation, finding: { message: 'notDefined', params: { name }, at, typescript } };
  if (meant === name) {
    const fixes = [{ title: `Import ${name}`, edits: there.edits }];
    return { rule: evaluation, finding: { message: 'notImported', params: { name }, fixes, at, typescript } };
  }
  const fixes = [{ title: `Change to ${meant}`, edits: [replaceNode(named, there.text), ...there.edits] }];
  return { rule: evaluation, finding: { message: 'similar', params: { name, meant }, fixes, at, typescript } };
}

/** The engine notes places of calls; what goes on without any is found in the text. */
function stoppedAt(limit: Limit, place: Place | undefined, entry: Source): Place | undefined {
  if (limit === 'await') {
    const node = find(entry.ast, ts.isAwaitExpression, ts.isFunctionLike);
    return node && { source: entry, node };
  }
  if (limit !== 'time') return place;
  const source = place?.source ?? entry;
  const around = place && ts.findAncestor(place.node, isLoop);
  const start = place === undefined ? 0 : spanOf(place.node).start;
  const node =
    around ??
    find(
      source.ast,
      (candidate) => candidate.pos >= start && isLoop(candidate),
      place === undefined ? ts.isFunctionLike : undefined,
    );
  return node === undefined ? place : { source, node };
}

const isLoop = (node: ts.Node): boolean => ts.isIterationStatement(node, false);

/** The first node, from the outside in, in the order of the text. */
function find(root: ts.Node, wanted: (node: ts.Node) => boolean, closed?: (node: ts.Node) => boolean): ts.Node | undefined {
  if (wanted(root)) return root;
  return closed?.(root) ? undefined : ts.forEachChild(root, (child) => find(child, wanted, closed));
}

const isCall = (node: ts.Node): node is ts.CallExpression | ts.NewExpression =>
  ts.isCallExpression(node) || ts.isNewExpression(node);

const shorten = (text: string): string => (text.length > 60 || text.includes('\n') ? 'This' : text);

function asSentence(text: string): string {
  const sentence = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.?!]$/.test(sentence) ? sentence : `${sentence}.`;
}

/** Where nothing better is known. */
const firstLine = (source: Source): Location => locationOf(source, { start: 0, end: /[\r\n]|$/.exec(source.text)?.index ?? 0 });
