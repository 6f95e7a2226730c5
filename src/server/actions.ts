/** Quick fixes, and all of them at once. */
import {
  type CodeAction,
  CodeActionKind,
  type Diagnostic as LspDiagnostic,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import { chooseFixes } from '../compiler/fixes';
import type { Diagnostic, Edit } from '../ir/diagnostic';
import { overlap, type Range } from '../ir/location';
import type { UriOf } from './places';

export const FIX_ALL = 'source.fixAll.modelwright';

export interface Asked {
  readonly range: Range;
  /** Absent: all kinds. */
  readonly only?: readonly string[];
}

/** `findings` are those of the file as it stands now: edits that came with an older text would hit the wrong place. */
export function actionsOf(
  findings: readonly Diagnostic[],
  { range, only }: Asked,
  uriOf: UriOf,
  toLsp: (diagnostic: Diagnostic) => LspDiagnostic,
): CodeAction[] {
  const wants = (kind: string): boolean => only?.some((asked) => kind === asked || kind.startsWith(`${asked}.`)) ?? true;
  const fixes = wants(CodeActionKind.QuickFix) ? findings.filter((finding) => overlap(finding.location.range, range)) : [];
  const actions = fixes.flatMap((finding) =>
    finding.fixes.map(
      ({ title, edits }, at): CodeAction => ({
        title,
        kind: CodeActionKind.QuickFix,
        diagnostics: [toLsp(finding)],
        isPreferred: at === 0,
        edit: workspaceEdit(edits, uriOf),
      }),
    ),
  );
  // Only where it is asked for: among the fixes of one finding it would be in the way.
  return only?.some((kind) => kind.startsWith(CodeActionKind.Source)) && wants(FIX_ALL)
    ? [...actions, ...fixAll(findings, uriOf)]
    : actions;
}

/** A source action changes the file it is asked for, no other. */
function fixAll(findings: readonly Diagnostic[], uriOf: UriOf): CodeAction[] {
  const inFile = findings.map((finding) => ({
    ...finding,
    fixes: finding.fixes.filter(({ edits }) => edits.every(({ file }) => file === finding.location.file)),
  }));
  const chosen = chooseFixes(inFile);
  if (chosen.length === 0) return [];
  return [{ title: 'Fix all that Modelwright can', kind: FIX_ALL, edit: workspaceEdit(chosen.flat(), uriOf) }];
}

function workspaceEdit(edits: readonly Edit[], uriOf: UriOf): WorkspaceEdit {
  const changes: Record<string, TextEdit[]> = {};
  for (const { file, range, text } of edits) {
    const uri = uriOf(file);
    changes[uri] = [...(changes[uri] ?? []), { range, newText: text }];
  }
  return { changes };
}
