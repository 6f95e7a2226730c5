/** Findings as the Language Server Protocol has them. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DiagnosticSeverity, type Diagnostic as LspDiagnostic } from 'vscode-languageserver/node';
import type { Diagnostic, Severity } from '../ir/diagnostic';
import type { UriOf } from './places';

/** `dist` is the folder of the bundles, with a page for each rule. */
export const toLsp = ({ rule, severity, message, location, related }: Diagnostic, uriOf: UriOf, dist: string): LspDiagnostic => ({
  range: location.range,
  severity: SEVERITIES[severity],
  code: rule,
  codeDescription: { href: pathToFileURL(join(dist, 'rules', `${rule}.md`)).href },
  source: 'modelwright',
  message,
  relatedInformation: related
    // What has lost its place, after `await`, has no file either.
    .filter((other) => other.location.file !== '')
    .map((other) => ({
      message: other.message,
      location: { uri: uriOf(other.location.file), range: other.location.range },
    })),
});

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
};
