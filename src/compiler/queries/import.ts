/** How a file comes to import one more function of the language. */
import ts from 'typescript';
import { LANGUAGE } from '../modules';
import { languageImports } from './names';
import type { Tree } from './tree';

export interface Insertion {
  readonly at: number;
  readonly text: string;
}

export function importOf(name: string, { text, ast }: Tree): Insertion {
  for (const { importClause } of languageImports(ast)) {
    const bindings = importClause?.namedBindings;
    const isTypeOnly = importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
    if (bindings !== undefined && ts.isNamedImports(bindings) && !isTypeOnly) return intoList(name, bindings.elements, text);
  }
  return newLine(name, text, ast);
}

/** Before the first name that is greater, so that a sorted list stays sorted. */
function intoList(name: string, elements: ts.NodeArray<ts.ImportSpecifier>, text: string): Insertion {
  const last = elements.at(-1);
  if (last === undefined) return { at: elements.pos, text: ` ${name}${/\s/.test(text[elements.pos] ?? '') ? '' : ' '}` };
  const next = elements.find((element) => (element.propertyName ?? element.name).text > name);
  if (next === undefined) return { at: last.end, text: `,${gapBefore(last, text)}${name}` };
  const { at, gap } = { at: next.getStart(), gap: gapBefore(next, text) };
  return { at, text: `${name},${gap}` };
}

/** Of a name in a list: one a line, or all in one. */
const gapBefore = (node: ts.Node, text: string): string => /^\s+$/.exec(text.slice(node.pos, node.getStart()))?.[0] ?? ' ';

function newLine(name: string, text: string, { statements }: ts.SourceFile): Insertion {
  const line = text.includes('\r\n') ? '\r\n' : '\n';
  const quote = /from\s*"/.test(text) ? '"' : "'";
  const semicolon = /;\s*$/m.test(text) || !text.trim().includes('\n') ? ';' : '';
  const statement = `import { ${name} } from ${quote}${LANGUAGE}${quote}${semicolon}${line}`;
  const imported = statements.find(ts.isImportDeclaration);
  if (imported !== undefined) return { at: imported.getStart(), text: statement };
  // A comment that an empty line sets apart is about the file and stays on top.
  const header = /^(?:\/\/[^\n]*\n|\/\*(?!\*\/)[\s\S]*?\*\/[^\S\n]*\n)+[^\S\n]*\n/.exec(text)?.[0] ?? '';
  return { at: header.length, text: `${statement}${line}` };
}
