/** Pages of documentation for the terminal. They have headings, paragraphs and blocks of code, and nothing else. */
import type { Rule } from '../../compiler/rules/rule';
import type { Looks } from '../terminal/terminal';
import { wrap } from '../terminal/width';

/** Longer lines are hard to read. */
const WIDEST = 100;

export function pageLines(markdown: string, { style, columns }: Looks): string[] {
  const lines: string[] = [];
  let isCode = false;
  for (const line of markdown.trimEnd().split('\n')) {
    const heading = /^#+ (.*)$/.exec(line)?.[1];
    if (line.startsWith('```')) isCode = !isCode;
    else if (isCode) lines.push(line === '' ? '' : `    ${line}`);
    else if (heading !== undefined) lines.push(style.bold(heading));
    else lines.push(...wrap(line, Number.isFinite(columns) ? Math.min(columns, WIDEST) : columns));
  }
  return lines;
}

/** One line for each rule. */
export function ruleLines(rules: readonly Rule[], { style }: Looks): string[] {
  const wide = Math.max(...rules.map(({ id }) => id.length));
  return rules.map(({ id, title }) => `${style.bold(id)}${' '.repeat(wide - id.length)}  ${title}`);
}
