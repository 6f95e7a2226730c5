/** `modelwright check --format sarif`: SARIF 2.1.0 (OASIS), which GitHub and other code scanners read. */
import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rules as known } from '../../compiler/rules';
import type { Diagnostic, Edit, Severity } from '../../ir/diagnostic';
import type { Location, Range } from '../../ir/location';
import type { CheckedFile } from './check-text';

const LEVELS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

export function sarifLog(files: readonly CheckedFile[], version: string): object {
  const diagnostics = files.flatMap((file) => file.diagnostics);
  const rules = [...new Set(diagnostics.map(({ rule }) => rule))].sort();
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Modelwright', version, rules: rules.map(ruleOf) } },
        columnKind: 'utf16CodeUnits',
        artifacts: files.map(({ path }) => ({ location: { uri: uriOf(path) } })),
        results: diagnostics.map((diagnostic) => resultOf(diagnostic, rules)),
      },
    ],
  };
}

/** What a rule is about, for readers of the results who have no `modelwright explain` at hand. */
function ruleOf(id: string): object {
  const rule = known.find((one) => one.id === id);
  if (rule === undefined) return { id };
  const { severity, title, doc } = rule;
  return {
    id,
    shortDescription: { text: title },
    help: { text: doc.replaceAll('\n', ' ') },
    defaultConfiguration: { level: LEVELS[severity] },
  };
}

const resultOf = ({ rule, severity, message, location, related, fixes }: Diagnostic, rules: readonly string[]): object => ({
  ruleId: rule,
  ruleIndex: rules.indexOf(rule),
  level: LEVELS[severity],
  message: { text: message },
  locations: [physical(location)],
  ...(related.length === 0
    ? {}
    : { relatedLocations: related.map((one) => ({ ...physical(one.location), message: { text: one.message } })) }),
  ...(fixes.length === 0
    ? {}
    : { fixes: fixes.map(({ title, edits }) => ({ description: { text: title }, artifactChanges: changesOf(edits) })) }),
});

const physical = ({ file, range }: Location): object => ({
  physicalLocation: { artifactLocation: { uri: uriOf(file) }, region: regionOf(range) },
});

/** SARIF counts from 1. */
const regionOf = ({ start, end }: Range): object => ({
  startLine: start.line + 1,
  startColumn: start.character + 1,
  endLine: end.line + 1,
  endColumn: end.character + 1,
});

const changesOf = (edits: readonly Edit[]): object[] =>
  [...new Set(edits.map(({ file }) => file))].map((file) => ({
    artifactLocation: { uri: uriOf(file) },
    replacements: edits
      .filter((edit) => edit.file === file)
      .map(({ range, text }) => ({ deletedRegion: regionOf(range), insertedContent: { text } })),
  }));

const uriOf = (path: string): string =>
  isAbsolute(path) ? pathToFileURL(path).href : path.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/');
