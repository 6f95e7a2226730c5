/** By which names a file calls the language. */
import ts from 'typescript';
import { functionSignatures, type Signature, transformSignatures } from '../../language/signatures';
import { LANGUAGE } from '../modules';
import { unwrap } from '../source';
import type { Tree } from './tree';

export interface LanguageNames {
  /** From a name in this file to the function it stands for. */
  readonly functions: ReadonlyMap<string, string>;
  /** `mw` of `import * as mw from 'modelwright'`. */
  readonly namespaces: readonly string[];
}

export function languageNames({ ast }: Tree): LanguageNames {
  const functions = new Map<string, string>();
  const namespaces: string[] = [];
  for (const { importClause } of languageImports(ast)) {
    const bindings = importClause?.namedBindings;
    if (bindings === undefined) continue;
    if (ts.isNamespaceImport(bindings)) namespaces.push(bindings.name.text);
    else for (const { name, propertyName } of bindings.elements) functions.set(name.text, (propertyName ?? name).text);
  }
  return { functions, namespaces };
}

export const languageImports = (ast: ts.SourceFile): readonly ts.ImportDeclaration[] =>
  ast.statements.filter(ts.isImportDeclaration).filter(({ moduleSpecifier }) => isLanguage(moduleSpecifier));

export const isLanguage = (specifier: ts.Node): boolean => ts.isStringLiteral(specifier) && specifier.text === LANGUAGE;

/** What an expression calls: `dense`, `mw.dense`, `digits().split`; undefined where it is no function of the language. */
export function signatureOf(callee: ts.Expression, names: LanguageNames): Signature | undefined {
  const node = unwrap(callee);
  if (ts.isIdentifier(node)) return functionSignatures.get(names.functions.get(node.text) ?? '');
  if (!ts.isPropertyAccessExpression(node)) return undefined;
  if (isNamespace(node.expression, names)) return functionSignatures.get(node.name.text);
  return isData(node.expression, names) ? transformSignatures.get(node.name.text) : undefined;
}

export const isNamespace = (node: ts.Node, { namespaces }: LanguageNames): boolean =>
  ts.isIdentifier(node) && namespaces.includes(node.text);

/** A data source and what follows it with a dot, or a variable that holds one. */
export function isData(expression: ts.Expression, names: LanguageNames): boolean {
  const node = unwrap(expression);
  if (ts.isCallExpression(node)) return signatureOf(node.expression, names)?.returns === 'Data';
  if (!ts.isIdentifier(node)) return false;
  const value = initializerOf(node);
  return value !== undefined && isData(value, names);
}

/** What a variable of the file's outermost scope begins as. */
function initializerOf(name: ts.Identifier): ts.Expression | undefined {
  const declarations = name
    .getSourceFile()
    .statements.filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => declarationList.declarations);
  const found = declarations.find((declaration) => ts.isIdentifier(declaration.name) && declaration.name.text === name.text);
  // Declared before it is used, so that no two variables lead to each other.
  return found !== undefined && found.end <= name.pos ? found.initializer : undefined;
}
