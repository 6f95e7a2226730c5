/** A model file and all it imports: found through the host, refused where evaluation could reach outside, made ready to run. */
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { functionNames, typeNames } from '../language/types';
import { closest } from './closest';
import { type Source, spanOf, statementAt } from './source';
import { blank, type Span } from './text';

export interface Module {
  /** Name in the sandbox; positions in stacks carry it. */
  readonly name: string;
  readonly source: Source;
  /** From the text of an import to another module's name. */
  readonly imports: ReadonlyMap<string, string>;
}

/** Why a place cannot be evaluated. It is left out, and the rest goes on without it. */
export interface Obstacle {
  readonly rule: 'syntax' | 'syntax-unsupported' | 'import-refused' | 'import-missing' | 'import-unknown';
  readonly source: Source;
  readonly at: Span;
  /** What is left out. */
  readonly leaves: Span;
  readonly params: Readonly<Record<string, string>>;
  /** TypeScript finds it too. */
  readonly typescript: boolean;
  /** A name to write instead. */
  readonly suggestion?: string;
}

export interface Modules {
  readonly modules: readonly Module[];
  readonly obstacles: readonly Obstacle[];
}

/** What model files import. */
export const LANGUAGE = 'modelwright';

export const MOST_FILES = 200;

export interface ModuleHost {
  read(path: string): Source | undefined;
  /** Whether there is a file that TypeScript would take, though it cannot be evaluated. */
  isThere(path: string): boolean;
}

/** The entry comes first. */
export function loadModules(entry: Source, { read, isThere }: ModuleHost): Modules {
  const obstacles: Obstacle[] = [];
  const names = new Map<string, string>([[entry.path, 'm0']]);
  const sources = [entry];
  const modules: Module[] = [];
  for (const [index, source] of takeAll(sources)) {
    obstacles.push(...syntaxObstacles(source));
    const imports = new Map<string, string>();
    for (const { specifier, statement } of importsOf(source)) {
      const at = spanOf(specifier);
      const refuse = (rule: 'import-refused' | 'import-missing', typescript: boolean): void => {
        obstacles.push({ rule, source, at, leaves: spanOf(statement), params: { specifier: specifier.text }, typescript });
      };
      if (specifier.text === LANGUAGE) {
        obstacles.push(...unknownNames(source, statement));
        continue;
      }
      const paths = candidates(source.path, specifier.text);
      if (paths.length === 0) {
        refuse('import-refused', false);
        continue;
      }
      const target = paths
        .map((path) => sources.find((known) => known.path === path) ?? read(path))
        .find((found) => found !== undefined);
      if (target === undefined || sources.length >= MOST_FILES) {
        const others = foreign(source.path, specifier.text);
        refuse('import-missing', target === undefined && !others.some(isThere));
        continue;
      }
      const name = names.get(target.path) ?? `m${sources.push(target) - 1}`;
      names.set(target.path, name);
      imports.set(specifier.text, name);
    }
    modules.push({ name: `m${index}`, source, imports });
  }
  return { modules, obstacles };
}

/** Goes on over what is added on the way. */
function* takeAll<T>(list: readonly T[]): Generator<[number, T]> {
  for (let index = 0; index < list.length; index += 1) yield [index, list[index] as T];
}

/** Paths that a relative import may mean; none for anything else. */
function candidates(from: string, specifier: string): string[] {
  if (!/^\.\.?\//.test(specifier)) return [];
  const path = join(dirname(from), specifier);
  if (/\.[cm]?ts$/.test(specifier)) return [path];
  if (specifier.endsWith('.js')) return [path.replace(/\.js$/, '.ts')];
  return /\.json$|\.[cm]js$/.test(specifier) ? [] : [`${path}.ts`, join(path, 'index.ts')];
}

/** Files that TypeScript would take for the import. */
const foreign = (from: string, specifier: string): string[] =>
  ['.d.ts', '.tsx', '.js'].map((ending) => join(dirname(from), specifier.replace(/\.[jt]s$/, '') + ending));

interface Import {
  readonly specifier: ts.StringLiteralLike;
  readonly statement: ts.Statement;
}

/** Imports and re-exports that are there at run time, `import('./x')` included. */
function importsOf(source: Source): Import[] {
  const found: Import[] = [];
  for (const statement of source.ast.statements) {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) continue;
    const { moduleSpecifier } = statement;
    if (moduleSpecifier === undefined || !ts.isStringLiteral(moduleSpecifier) || isTypeOnly(statement)) continue;
    found.push({ specifier: moduleSpecifier, statement });
  }
  for (const call of source.survey.dynamicImports) {
    const [specifier] = call.arguments;
    const statement = statementAt(source, call.getStart());
    if (specifier !== undefined && ts.isStringLiteralLike(specifier) && statement !== undefined)
      found.push({ specifier, statement });
  }
  return found;
}

const isTypeOnly = (statement: ts.ImportDeclaration | ts.ExportDeclaration): boolean =>
  ts.isImportDeclaration(statement) ? statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword : statement.isTypeOnly;

function syntaxObstacles(source: Source): Obstacle[] {
  const errors = source.syntaxErrors.map(
    ({ message, ...at }): Obstacle => ({
      rule: 'syntax',
      source,
      at,
      leaves: brokenPart(source, at),
      params: { message },
      typescript: true,
    }),
  );
  // After a syntax error the tree is a guess, and so would be what is said about it.
  if (errors.length > 0) return errors;
  const unsupported = (node: ts.Node, what: string): Obstacle => ({
    rule: 'syntax-unsupported',
    source,
    at: headOf(node),
    leaves: brokenPart(source, spanOf(node)),
    params: { what },
    typescript: false,
  });
  return [
    ...source.survey.unsupported.map(({ node, what }) => unsupported(node, what)),
    ...source.notErasable.map((node) => unsupported(node, nameOf(node))),
  ];
}

/** The statement around it; a word that the parser could make nothing of is in none. */
function brokenPart(source: Source, span: Span): Span {
  const statement = statementAt(source, span.start);
  return statement === undefined ? span : { start: statement.getStart(), end: statement.end };
}

/** The first line of a long node. */
function headOf(node: ts.Node): Span {
  const { start, end } = spanOf(node);
  const line = node.getSourceFile().text.indexOf('\n', start);
  return { start, end: line < 0 ? end : Math.min(end, line) };
}

function nameOf(node: ts.Node): string {
  if (ts.isEnumDeclaration(node)) return 'An enum';
  if (ts.isModuleDeclaration(node)) return 'A namespace';
  if (ts.isModifier(node)) return 'A parameter property';
  if (ts.isTypeAssertionExpression(node)) return 'A cast in front of its value';
  if (ts.isImportEqualsDeclaration(node)) return '`import =`';
  return ts.isExportAssignment(node) ? '`export =`' : 'This syntax';
}

/** Names that modelwright does not have. */
function unknownNames(source: Source, statement: ts.Statement): Obstacle[] {
  const elements = namedElements(statement) ?? [];
  return elements.flatMap((element): Obstacle[] => {
    const name = (element.propertyName ?? element.name).text;
    if (functionNames.includes(name) || typeNames.includes(name)) return [];
    const suggestion = closest(name, element.isTypeOnly ? typeNames : functionNames);
    return [
      {
        rule: 'import-unknown',
        source,
        at: spanOf(element.propertyName ?? element.name),
        leaves: spanOf(element),
        params: { name },
        typescript: true,
        ...(suggestion === undefined ? {} : { suggestion }),
      },
    ];
  });
}

function namedElements(statement: ts.Statement): ts.NodeArray<ts.ImportSpecifier | ts.ExportSpecifier> | undefined {
  if (ts.isImportDeclaration(statement)) {
    const bindings = statement.importClause?.namedBindings;
    return bindings !== undefined && ts.isNamedImports(bindings) ? bindings.elements : undefined;
  }
  if (!ts.isExportDeclaration(statement)) return undefined;
  return statement.exportClause !== undefined && ts.isNamedExports(statement.exportClause)
    ? statement.exportClause.elements
    : undefined;
}

/**
 * JavaScript of the same length: types blanked, and with them the names in imports and exports that stand for types only,
 * without which the modules would not link. `without` is left out too.
 */
export function javascriptOf(module: Module, modules: readonly Module[], without: readonly Span[]): string {
  const { source } = module;
  const spans = source.ast.statements.flatMap((statement) => typeNamesIn(statement, module, modules));
  return blank(source.javascript, [...spans, ...without]);
}

function typeNamesIn(statement: ts.Statement, { source, imports }: Module, modules: readonly Module[]): Span[] {
  const { values } = source.survey;
  const spans: Span[] = [];
  const clause = ts.isImportDeclaration(statement) ? statement.importClause : undefined;
  if (clause?.name !== undefined && !values.has(clause.name.text)) {
    const { namedBindings } = clause;
    if (namedBindings === undefined) return [spanOf(statement)];
    spans.push({ start: clause.name.getStart(), end: namedBindings.getStart() });
  }
  const elements = namedElements(statement) ?? [];
  const from = ts.isExportDeclaration(statement) ? statement.moduleSpecifier : undefined;
  const target =
    from !== undefined && ts.isStringLiteral(from) ? modules.find(({ name }) => name === imports.get(from.text)) : undefined;
  const exporting = (target?.source ?? source).survey;
  elements.forEach((element, index) => {
    const name = (element.propertyName ?? element.name).text;
    const isType = ts.isImportSpecifier(element)
      ? !values.has(element.name.text)
      : exporting.types.has(name) && !exporting.values.has(name);
    const end = elements[index + 1]?.pos ?? element.parent.elements.end;
    if (isType && !element.isTypeOnly) spans.push({ start: element.getStart(), end });
  });
  return spans;
}
