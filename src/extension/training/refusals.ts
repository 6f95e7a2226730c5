/** Why trainings did not begin: what the command line left for the editor, and the place in the file where it is about the data. */
import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Diagnostic, DiagnosticSeverity, Disposable, languages, type Task, Uri, workspace } from 'vscode';
import { parseJson } from '../../protocol/guards';
import { isRefusal, REFUSAL_VARIABLE, type Refusal } from '../../protocol/refusal';
import { rangeOf } from '../preview/source';

export interface Refusals extends Disposable {
  /** What the process of this task left. It also stands at its place until the file changes. */
  take(task: Task): Refusal | undefined;
  /** The file is to be trained again. */
  forget(file: string): void;
}

/** For the process of one task. */
export const refusalVariable = () => ({ [REFUSAL_VARIABLE]: join(tmpdir(), `modelwright-${randomUUID()}.json`) });

export function createRefusals(): Refusals {
  const collection = languages.createDiagnosticCollection('modelwright.refusals');
  const changes = workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
    if (contentChanges.length > 0) collection.delete(document.uri);
  });
  return {
    take(task) {
      const refusal = readRefusal(task);
      if (refusal?.data !== undefined) {
        const { file, range } = refusal.data;
        const diagnostic = new Diagnostic(rangeOf(range), refusal.message, DiagnosticSeverity.Error);
        diagnostic.source = 'modelwright training';
        collection.set(Uri.file(file), [diagnostic]);
      }
      return refusal;
    },
    forget: (file) => collection.delete(Uri.file(file)),
    dispose: () => Disposable.from(collection, changes).dispose(),
  };
}

function readRefusal({ execution }: Task): Refusal | undefined {
  const path = execution !== undefined && 'process' in execution ? execution.options?.env?.[REFUSAL_VARIABLE] : undefined;
  if (path === undefined) return undefined;
  try {
    const refusal = parseJson(readFileSync(path, 'utf8'));
    rmSync(path, { force: true });
    return isRefusal(refusal) ? refusal : undefined;
  } catch {
    return undefined;
  }
}
