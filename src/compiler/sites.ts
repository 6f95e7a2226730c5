/** From the engine's call stacks to nodes of the syntax tree: what stood in the file when something was recorded. */
import ts from 'typescript';
import type { Location } from '../ir/location';
import type { Module } from './modules';
import { locationOf, nodeAt, type Source, spanOf } from './source';
import type { Call } from './survey';
import { engineLineStartsOf, offsetOf } from './text';

export interface Place {
  readonly source: Source;
  /** The call, or what stands at the place where no call was found. */
  readonly node: ts.Node;
}

/** The calls that led to something, innermost first. */
export interface Site {
  readonly places: readonly Place[];
  /** The innermost place is itself the call of the language's function, not of something like `map` that called it in turn. */
  readonly direct: boolean;
}

export interface SandboxCode {
  readonly module: Module;
  /** As it was evaluated: places in stacks are places in this text. */
  readonly code: string;
}

export type SiteOf = (stack: string, op?: string) => Site;

/** Stacks repeat (loops), so each is read once. */
export function createSites(modules: readonly SandboxCode[]): SiteOf {
  const known = new Map<string, Site>();
  const lineStarts = new Map<string, readonly number[]>();
  const byName = new Map(modules.map((code) => [code.module.name, code]));

  const placeOf = ({ file, line, column }: Frame, op: string | undefined): Place | undefined => {
    const found = byName.get(file);
    if (found === undefined) return undefined;
    const { code, module } = found;
    const starts = lineStarts.get(file) ?? engineLineStartsOf(code);
    lineStarts.set(file, starts);
    const offset = offsetOf(code, starts, line, column);
    return offset === undefined ? undefined : { source: module.source, node: nodeOf(module.source, offset, op) };
  };

  return (stack, op) => {
    const key = op === undefined ? stack : `${op} ${stack}`;
    const site = known.get(key) ?? readStack(stack, (frame, index) => placeOf(frame, index === 0 ? op : undefined));
    known.set(key, site);
    return site;
  };
}

interface Frame {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

const FRAME = /\(?(m\d+):(\d+):(\d+)\)?$/;
const MOST_FRAMES = 20;

function readStack(stack: string, placeOf: (frame: Frame, index: number) => Place | undefined): Site {
  const places: Place[] = [];
  let direct = true;
  let before = '';
  for (const line of stack.split('\n')) {
    const match = FRAME.exec(line);
    if (match !== null) {
      if (places.length === 0) direct = !before.endsWith('(native)');
      const [, file = '', row, column] = match;
      const place = placeOf({ file, line: Number(row), column: Number(column) }, places.length);
      if (place !== undefined) places.push(place);
      if (places.length === MOST_FRAMES) break;
    }
    before = line;
  }
  return { places, direct };
}

function nodeOf(source: Source, offset: number, op: string | undefined): ts.Node {
  const { calls, returns } = source.survey;
  const call = calls.get(offset);
  if (call !== undefined) return call;
  const statement = returns.get(offset);
  return statement === undefined ? nodeAt(source, offset) : tailCall(statement, op);
}

/** `return f(x)` is reported at `return`. Of several calls in tail position, the one of this function. */
function tailCall(statement: ts.ReturnStatement, op: string | undefined): ts.Node {
  const calls = statement.expression === undefined ? [] : tailCalls(statement.expression);
  const named = calls.filter((call) => calleeName(call) === op);
  if (calls.length === 1 || named.length === 1) return (named.length === 1 ? named : calls)[0] ?? statement;
  return statement.expression ?? statement;
}

function tailCalls(node: ts.Expression): Call[] {
  if (ts.isCallExpression(node)) return [node];
  if (ts.isConditionalExpression(node)) return [...tailCalls(node.whenTrue), ...tailCalls(node.whenFalse)];
  if (ts.isBinaryExpression(node)) return tailCalls(node.right);
  return isWrapper(node) ? tailCalls(node.expression) : [];
}

export const isWrapper = (
  node: ts.Node,
): node is ts.ParenthesizedExpression | ts.AsExpression | ts.SatisfiesExpression | ts.NonNullExpression =>
  ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node) || ts.isNonNullExpression(node);

/** The expression inside parentheses and casts. */
export const unwrap = (node: ts.Node): ts.Node => (isWrapper(node) ? unwrap(node.expression) : node);

/** `dense` in `dense(10)` and in `mw.dense(10)`. */
export function calleeName(node: ts.Node): string | undefined {
  if (!ts.isCallExpression(node)) return undefined;
  const callee = unwrap(node.expression);
  if (ts.isIdentifier(callee)) return callee.text;
  return ts.isPropertyAccessExpression(callee) ? callee.name.text : undefined;
}

/** The node; of a statement, its first line. */
export function locate({ source, node }: Place): Location {
  const { start, end } = spanOf(node);
  if (!ts.isStatement(node) && !ts.isSourceFile(node)) return locationOf(source, { start, end });
  const line = source.text.slice(start, end).search(/[\r\n]/);
  return locationOf(source, { start, end: line < 0 ? end : start + line });
}
