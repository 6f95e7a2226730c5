import { readFileSync, writeFileSync } from 'node:fs';
import { chooseFixes } from '../compiler/fixes';
import type { Diagnostic } from '../ir/diagnostic';
import { counted } from '../protocol/format';
import { type Command, choiceOf } from './command';
import { type Compile, withCompiler } from './compile';
import { findModelFiles } from './files';
import { applyEdits } from './fixes';
import { checkReport } from './render/check-json';
import { sarifLog } from './render/check-sarif';
import { type CheckedFile, checkLines } from './render/check-text';
import { asText } from './terminal/terminal';
import { VERSION } from './version';

export const check: Command = {
  options: {
    format: { value: 'text|json|sarif', doc: 'How findings are printed (text).' },
    fix: { doc: 'Applies the fixes that leave no doubt, then checks again.' },
  },
  examples: [
    'modelwright check',
    'modelwright check digits.model.ts --fix',
    "modelwright check 'models/**/*.model.ts' --format sarif",
  ],

  async run({ operands, values, terminal }) {
    const format = choiceOf(values, 'format', ['text', 'json', 'sarif']);
    const paths = findModelFiles(operands.length > 0 ? operands : ['.']);
    return withCompiler(async (compile) => {
      let files = await checkFiles(paths, compile);
      let applied = 0;
      if (values.has('fix')) {
        // A repair can bring the next fault to light; one that comes back must not go round for ever.
        for (let round = 0; round < MOST_ROUNDS; round++) {
          const count = applyFixes(files);
          if (count === 0) break;
          applied += count;
          files = await checkFiles(paths, compile);
        }
      }
      if (format === 'json') terminal.out(`${JSON.stringify(checkReport(files), null, 2)}\n`);
      else if (format === 'sarif') terminal.out(`${JSON.stringify(sarifLog(files, VERSION), null, 2)}\n`);
      else
        terminal.out(
          asText([...checkLines(files, terminal), ...(applied > 0 ? [`${counted(applied, 'fix', 'fixes')} applied`] : [])]),
        );
      return files.some(({ diagnostics }) => diagnostics.some(({ severity }) => severity === 'error')) ? 1 : 0;
    });
  },
};

const MOST_ROUNDS = 10;

/** One entry for each file given, and for each file they import that has findings. */
async function checkFiles(paths: readonly string[], compile: Compile): Promise<CheckedFile[]> {
  const byFile = new Map<string, Map<string, Diagnostic>>(paths.map((path) => [path, new Map()]));
  for (const path of paths) {
    for (const diagnostic of (await compile(path)).diagnostics) {
      const { file } = diagnostic.location;
      const known = byFile.get(file) ?? new Map<string, Diagnostic>();
      // Two models may import the same faulty file.
      known.set(JSON.stringify([diagnostic.rule, diagnostic.location.range, diagnostic.message]), diagnostic);
      byFile.set(file, known);
    }
  }
  return [...byFile].map(([path, diagnostics]) => ({
    path,
    source: readFileSync(path, 'utf8'),
    diagnostics: [...diagnostics.values()].sort(byPosition),
  }));
}

const byPosition = ({ location: a }: Diagnostic, { location: b }: Diagnostic): number =>
  a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character;

/** How many were applied. */
function applyFixes(files: readonly CheckedFile[]): number {
  const fixes = chooseFixes(files.flatMap(({ diagnostics }) => diagnostics));
  const edits = fixes.flat();
  for (const file of new Set(edits.map((edit) => edit.file))) {
    const source = readFileSync(file, 'utf8');
    writeFileSync(
      file,
      applyEdits(
        source,
        edits.filter((edit) => edit.file === file),
      ),
    );
  }
  return fixes.length;
}
