/** From the engine's call stacks to nodes of the syntax tree: what stood in the file when something was recorded. */
import ts from 'typescript';
import type { Location } from '../ir/location';
import type { Module } from './modules';
import { callOf, type NumberedCode } from './numbering';
import { isWrapper, locationOf, nodeAt, type Source, unwrap } from './source';
import type { Call } from './survey';
import { engineLineStartsOf, offsetOf } from './text';

export interface Place {
  readonly source: Source;
  /** The call, or what stands at the place where no call was found. */
  readonly node: ts.Node;
}

/** The calls that led to something. */
export interface Site {
  /** The innermost one; undefined where the engine could not say. */
  readonly place: Place | undefined;
  /** It is itself the call of the language's function, not of something like `map` that called it in turn. */
  readonly direct: boolean;
  /** Those around it, from the inside out. */
  callers(): readonly Place[];
}

export interface SandboxCode extends NumberedCode {
  readonly module: Module;
}

/** As the sandbox says it: the number of a call, a call stack, or both. */
export interface Recorded {
  readonly site?: number | undefined;
  readonly stack?: string | undefined;
}

/** `missCallers` is told when someone asks for callers and nothing is known of them. */
export type SiteOf = (recorded: Recorded, op?: string, missCallers?: () => void) => Site;

export function createSites(codes: readonly SandboxCode[]): SiteOf {
  const stackOf = createStacks(codes);
  return ({ site, stack }, op, missCallers) => {
    if (site === undefined) {
      const { places, direct } = stackOf(stack ?? '', op);
      return { place: places[0], direct, callers: () => places.slice(1) };
    }
    const place = numberedPlace(codes, site);
    const callers = (): readonly Place[] => {
      if (stack !== undefined) return stackOf(stack, op).places.slice(1);
      if (place !== undefined && !isOutermost(place.node)) missCallers?.();
      return [];
    };
    return { place, direct: true, callers };
  };
}

function numberedPlace(codes: readonly SandboxCode[], number: number): Place | undefined {
  const { module, index } = callOf(number);
  const source = codes[module]?.module.source;
  const node = source?.survey.calls[index];
  return source === undefined || node === undefined ? undefined : { source, node };
}

/** In no function, so that no call is around it. */
const isOutermost = (node: ts.Node): boolean =>
  ts.findAncestor(node, (around) => ts.isFunctionLike(around) || ts.isClassLike(around)) === undefined;

interface Stack {
  readonly places: readonly Place[];
  readonly direct: boolean;
}

/** Stacks repeat (loops), so each is read once. */
function createStacks(codes: readonly SandboxCode[]): (stack: string, op: string | undefined) => Stack {
  const known = new Map<string, Stack>();
  const lineStarts = new Map<string, readonly number[]>();
  const byName = new Map(codes.map((code) => [code.module.name, code]));

  const placeOf = ({ file, line, column }: Frame, op: string | undefined): Place | undefined => {
    const found = byName.get(file);
    if (found === undefined) return undefined;
    const { code, module } = found;
    const starts = lineStarts.get(file) ?? engineLineStartsOf(code);
    lineStarts.set(file, starts);
    const offset = offsetOf(code, starts, line, column);
    if (offset === undefined) return undefined;
    return { source: module.source, node: nodeOf(module.source, found.originalOf(offset), op) };
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

function readStack(stack: string, placeOf: (frame: Frame, index: number) => Place | undefined): Stack {
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
  const call = source.survey.callAt(offset);
  if (call !== undefined) return call;
  const statement = source.survey.returnAt(offset);
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

/** `dense` in `dense(10)` and in `mw.dense(10)`. */
export function calleeName(node: ts.Node): string | undefined {
  if (!ts.isCallExpression(node)) return undefined;
  const callee = unwrap(node.expression);
  if (ts.isIdentifier(callee)) return callee.text;
  return ts.isPropertyAccessExpression(callee) ? callee.name.text : undefined;
}

/** The node; of a statement, its first line. */
export function locate({ source, node }: Place): Location {
  const { end } = node;
  const start = node.getStart(source.ast);
  if (!ts.isStatement(node) && !ts.isSourceFile(node)) return locationOf(source, { start, end });
  const line = source.text.slice(start, end).search(/[\r\n]/);
  return locationOf(source, { start, end: line < 0 ? end : start + line });
}
