/**
 * Numbers for the calls of the language's functions, written into the code that is evaluated: `dense(10)(x)` becomes
 * `dense.$(7,6,10)(x)`, 7 being the number of `dense(10)` and 6 that of the call of what it returns. So the language knows where
 * it was called without the engine's call stack, which costs more than all the rest of a recording. It is done only where the
 * text alone says what is called; any other call is found by its stack.
 *
 * Nothing but the call in front of it can get hold of the layer in `dense(10)(x)`, so that 6 holds whatever else happens.
 *
 * Arguments that need no evaluation are left out too, and stand in a list beside the code: `dense.$$(7,6,0)(x)`. So another number
 * there makes no other code, and nothing has to be evaluated again.
 */
import ts from 'typescript';
import { LISTED, NUMBERED } from '../language/recording';
import { functionNames } from '../language/types';
import { literalArguments } from './literals';
import { MOST_FILES } from './modules';
import { languageImports } from './queries/names';
import { type Source, wrapped } from './source';
import type { Span } from './text';

export interface NumberedCode {
  readonly code: string;
  /** From an offset in the code to the same place in the source. */
  originalOf(offset: number): number;
}

/** The number of a call: its place among those of its module, counted from 1. */
const numberOf = (index: number, module: number): number => (index + 1) * MOST_FILES + module;

export const callOf = (number: number): { readonly module: number; readonly index: number } => ({
  module: number % MOST_FILES,
  index: Math.floor(number / MOST_FILES) - 1,
});

/** `javascript` has the same places as the source; `without` is what was left out of it. Adds to `lists`, which are JSON. */
export function numberCalls(
  javascript: string,
  source: Source,
  module: number,
  without: readonly Span[],
  lists: string[],
): NumberedCode {
  const pieces: string[] = [];
  // Where in the code a piece of text begins and ends, and which piece of the source it stands for.
  const starts: number[] = [];
  const ends: number[] = [];
  const originals: number[] = [];
  const originalEnds: number[] = [];
  let done = 0;
  let length = 0;
  for (const { call, index } of languageCalls(source, without)) {
    const at = call.arguments.pos - 1;
    if (at < done) continue;
    // The call of what it returns is the one around it, and so the one before it.
    const numbers = `${numberOf(index, module)},${isApplied(call) ? numberOf(index - 1, module) : 0}`;
    const literal = literalArguments(call);
    const text =
      literal === undefined
        ? `.${NUMBERED}(${numbers}${call.arguments.length > 0 ? ',' : ''}`
        : // One list for each call, equal or not: so no other call's number changes with it.
          `.${LISTED}(${numbers},${lists.push(literal) - 1}`;
    pieces.push(javascript.slice(done, at), text);
    length += at - done;
    starts.push(length);
    length += text.length;
    ends.push(length);
    originals.push(at);
    done = literal === undefined ? at + 1 : call.end - 1;
    originalEnds.push(done);
  }
  pieces.push(javascript.slice(done));
  return {
    code: pieces.join(''),
    originalOf(offset) {
      const index = lastAtMost(starts, offset);
      const [end = 0, original = 0, originalEnd = 0] = [ends[index], originals[index], originalEnds[index]];
      return offset < end ? original : originalEnd + offset - end;
    },
  };
}

/** Position of the last number that is not above a bound, or -1. */
function lastAtMost(sorted: readonly number[], bound: number): number {
  let low = -1;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((sorted[middle] ?? 0) <= bound) low = middle;
    else high = middle - 1;
  }
  return low;
}

interface Found {
  readonly call: ts.CallExpression;
  readonly index: number;
}

/** In the order of the text. */
function languageCalls(source: Source, without: readonly Span[]): Found[] {
  const { names, namespaces } = importedNames(source, without);
  const isOurs = (callee: ts.Expression): boolean =>
    ts.isIdentifier(callee)
      ? names.has(callee.text)
      : ts.isPropertyAccessExpression(callee) &&
        callee.questionDotToken === undefined &&
        ts.isIdentifier(callee.expression) &&
        namespaces.has(callee.expression.text) &&
        functionNames.includes(callee.name.text);
  const found: Found[] = [];
  for (const [index, call] of source.survey.calls.entries()) {
    if (!ts.isCallExpression(call) || call.questionDotToken !== undefined || !isOurs(call.expression)) continue;
    if (!without.some(({ start, end }) => call.pos < end && call.end > start)) found.push({ call, index });
  }
  return found.sort((a, b) => a.call.arguments.pos - b.call.arguments.pos);
}

/** What is imported from the language under which name, where the name means nothing else anywhere in the file. */
function importedNames(source: Source, without: readonly Span[]): { names: Set<string>; namespaces: Set<string> } {
  const names = new Set<string>();
  const namespaces = new Set<string>();
  for (const statement of languageImports(source.ast)) {
    if (without.some(({ start, end }) => statement.pos < end && statement.end > start)) continue;
    const bindings = statement.importClause?.namedBindings;
    if (bindings === undefined) continue;
    if (ts.isNamespaceImport(bindings)) namespaces.add(bindings.name.text);
    else for (const { name } of bindings.elements) names.add(name.text);
  }
  for (const name of source.survey.declared) {
    names.delete(name);
    namespaces.delete(name);
  }
  return { names, namespaces };
}

/** As in `dense(10)(x)`. */
function isApplied(call: ts.CallExpression): boolean {
  const node = wrapped(call);
  const { parent } = node;
  return ts.isCallExpression(parent) && parent.expression === node;
}
