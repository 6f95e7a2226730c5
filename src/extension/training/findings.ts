/** What trainings have found, as diagnostics of the files as they are now. */
import { Diagnostic, DiagnosticSeverity, Disposable, languages, type TextDocument, Uri, workspace } from 'vscode';
import { currentFile, frozenFile, textOf } from '../../runs/frozen';
import { rangeOf } from '../preview/source';
import { placeNow } from './place-now';
import { findingsReader, type RunFinding } from './run-findings';
import type { Runs } from './runs';

const SOURCE = 'modelwright training';
/** After the last key that was pressed. */
const DELAY_MS = 300;

export function showFindings(runs: Runs): Disposable {
  const collection = languages.createDiagnosticCollection('modelwright.training');
  const read = findingsReader();
  let timer: NodeJS.Timeout | undefined;
  let findings: readonly RunFinding[] = [];

  function publish(): void {
    const byFile = new Map<string, Diagnostic[]>();
    for (const finding of findings) {
      const file = currentFile(finding.directory, finding.record, finding.place.file);
      const diagnostic = diagnosticOf(finding, file);
      if (diagnostic !== undefined) byFile.set(file, [...(byFile.get(file) ?? []), diagnostic]);
    }
    collection.clear();
    for (const [file, diagnostics] of byFile) collection.set(Uri.file(file), diagnostics);
  }

  function look(): void {
    const before = findings;
    findings = read(runs.all);
    if (findings.length !== before.length || findings.some((finding, k) => finding !== before[k])) publish();
  }

  function publishSoon({ uri }: TextDocument): void {
    if (!findings.some(({ directory, record, place }) => currentFile(directory, record, place.file) === uri.fsPath)) return;
    clearTimeout(timer);
    timer = setTimeout(publish, DELAY_MS);
  }

  return Disposable.from(
    collection,
    runs.onDidChange(look),
    workspace.onDidChangeTextDocument(({ document }) => publishSoon(document)),
    workspace.onDidOpenTextDocument(publishSoon),
    workspace.onDidCloseTextDocument(publishSoon),
    new Disposable(() => clearTimeout(timer)),
  );
}

/** Undefined: the lines that it is about were changed since, so that it is obsolete. */
function diagnosticOf({ directory, event, place }: RunFinding, file: string): Diagnostic | undefined {
  const frozen = textOf(frozenFile(directory, place.file));
  const current =
    workspace.textDocuments.find(({ uri }) => uri.scheme === 'file' && uri.fsPath === file)?.getText() ?? textOf(file);
  const range = frozen === undefined || current === undefined ? undefined : placeNow(frozen, place.range, current);
  if (range === undefined) return undefined;
  const diagnostic = new Diagnostic(rangeOf(range), event.message.text, SEVERITIES[event.severity]);
  diagnostic.source = SOURCE;
  diagnostic.code = {
    value: event.rule,
    target: Uri.parse(`command:modelwright.explainRule?${encodeURIComponent(JSON.stringify([event.rule]))}`),
  };
  return diagnostic;
}

const SEVERITIES = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
} as const;
