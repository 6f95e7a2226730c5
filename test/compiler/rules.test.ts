/**
 * Every rule has a file that breaks it and one that nearly does. What is said about the first, where, and what the repairs
 * make of it stands beside it as text; the second must be silent.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { rules } from '../../src/compiler/rules';
import type { Diagnostic } from '../../src/ir/diagnostic';
import { applyEdits, createTestCompiler, marked } from './compiler';

const folder = fileURLToPath(new URL('../fixtures/compiler/', import.meta.url));
const fixtures = readdirSync(folder)
  .filter((name) => name.endsWith('.model.ts') && !name.endsWith('.near.model.ts'))
  .map((name) => name.replace('.model.ts', ''));

const { compile } = createTestCompiler();

describe.each(fixtures)('%s', (rule) => {
  it('is found, worded and repaired', async () => {
    const path = `${folder}${rule}.model.ts`;
    const text = readFileSync(path, 'utf8');
    const { diagnostics } = await compile(path);
    const own = diagnostics.filter((diagnostic) => diagnostic.rule === rule);
    expect(own).not.toEqual([]);
    const blocks: string[] = [];
    for (const diagnostic of diagnostics) {
      blocks.push(describeDiagnostic(text, diagnostic));
      for (const { title, edits } of diagnostic.fixes) {
        const repaired = applyEdits(text, edits);
        blocks.push(`  fix: ${title}\n${changedLines(text, repaired)}`);
        // One repair, one finding less, and no new one.
        const left = (await compile(path, repaired)).diagnostics;
        expect(left.map(withoutPlace), title).toEqual(diagnostics.filter((other) => other !== diagnostic).map(withoutPlace));
      }
    }
    await expect(`${blocks.join('\n')}\n`).toMatchFileSnapshot(`${folder}${rule}.expected.txt`);
  });

  it('is silent where everything is right', async () => {
    const { diagnostics, partial } = await compile(`${folder}${rule}.near.model.ts`);
    expect(diagnostics.filter(({ severity }) => severity !== 'info')).toEqual([]);
    expect(partial).toBe(false);
  });
});

it('every rule says what it is about, in sentences', () => {
  expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
  for (const { id, title, doc, messages } of rules) {
    expect(id).toMatch(/^[a-z]+(-[a-z0-9]+)*$/);
    expect(title, id).toMatch(/\.$/);
    expect(doc.length, id).toBeGreaterThan(40);
    for (const message of Object.values(messages)) {
      expect(message, id).toMatch(/^\{(message|text)\}$|[.?]$/);
      expect(message, id).not.toMatch(/!/);
    }
  }
});

const withoutPlace = ({ rule, message }: Diagnostic): string => `${rule}: ${message}`;

function describeDiagnostic(text: string, diagnostic: Diagnostic): string {
  const { rule, severity, message, layer, related, location } = diagnostic;
  const { line, character } = location.range.start;
  return [
    `${line + 1}:${character + 1} ${severity} ${rule}${layer === undefined ? '' : ` (layer ${layer})`}`,
    `  «${marked(text, diagnostic)}»`,
    `  ${message}`,
    ...related.map((other) => {
      const { start } = other.location.range;
      return `  ${start.line + 1}:${start.character + 1} «${marked(text, { ...diagnostic, ...other })}» ${other.message}`;
    }),
  ].join('\n');
}

function changedLines(before: string, after: string): string {
  const old = before.split('\n');
  return after
    .split('\n')
    .filter((line) => !old.includes(line))
    .map((line) => `  + ${line}`)
    .join('\n');
}
