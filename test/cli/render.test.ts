import { describe, expect, it } from 'vitest';
import { checkReport } from '../../src/cli/render/check-json';
import { sarifLog } from '../../src/cli/render/check-sarif';
import { type CheckedFile, checkLines } from '../../src/cli/render/check-text';
import { confusionLines } from '../../src/cli/render/confusion';
import { pageLines } from '../../src/cli/render/explain-text';
import { markdownPage } from '../../src/cli/render/graph-markdown';
import { summaryLines } from '../../src/cli/render/summary-text';
import { COLORS, PLAIN } from '../../src/cli/terminal/style';
import type { Diagnostic } from '../../src/ir/diagnostic';
import { summarize } from '../../src/network/summary';
import { isCheckReport } from '../../src/protocol/diagnostics';
import { catsVsDogs, chain, mnistMlp } from '../network/build';

const plain = { style: PLAIN, columns: 80 };

const at = (line: number, from: number, to: number) => ({ start: { line, character: from }, end: { line, character: to } });

const classes: Diagnostic = {
  rule: 'target-classes',
  severity: 'error',
  message: '9 units, but the labels of digits() have 10 classes (0 to 9)',
  location: { file: 'scan.model.ts', range: at(1, 16, 17) },
  layer: 'dense_1',
  related: [{ message: 'the data', location: { file: 'data.ts', range: at(0, 7, 15) } }],
  fixes: [{ title: 'dense(10)', edits: [{ file: 'scan.model.ts', range: at(1, 16, 17), text: '10' }] }],
};

const files: readonly CheckedFile[] = [
  { path: 'scan.model.ts', source: 'const x = 1;\nconst y = dense(9)(x);\n', diagnostics: [classes] },
  { path: 'my models/fine.model.ts', source: '', diagnostics: [] },
];

describe('check', () => {
  it('shows the place, the cause and the fix', () => {
    expect(checkLines(files, plain).join('\n')).toBe(`scan.model.ts:2:17  error  target-classes
   2 │ const y = dense(9)(x);
     │                 ^
     │ 9 units, but the labels of digits() have 10 classes (0 to 9)
     see: the data (data.ts:1:8)
     fix: dense(10)                                                 --fix applies it

1 error, 0 warnings in 2 files
modelwright explain target-classes says more`);
    expect(checkLines(files, { style: PLAIN, columns: Infinity })[2]).toBe(
      '     │                 ^ 9 units, but the labels of digits() have 10 classes (0 to 9)',
    );
    expect(checkLines([], plain)).toEqual(['0 errors, 0 warnings in 0 files']);
  });

  it('colors nothing but what it says', () => {
    const colored = checkLines(files, { style: COLORS, columns: 80 }).join('\n');
    expect(colored.replace(/\x1b\[\d+m/g, '')).toBe(checkLines(files, plain).join('\n'));
    expect(colored).toContain('\x1b[31merror\x1b[39m');
  });

  it('is JSON by the protocol', () => {
    const report = checkReport(files);
    expect(isCheckReport(JSON.parse(JSON.stringify(report)))).toBe(true);
    expect(report.files[0]?.diagnostics[0]).toEqual({
      rule: 'target-classes',
      severity: 'error',
      message: classes.message,
      range: at(1, 16, 17),
      layer: 'dense_1',
      related: [{ message: 'the data', path: 'data.ts', range: at(0, 7, 15) }],
      fixes: [{ title: 'dense(10)', edits: [{ range: at(1, 16, 17), text: '10' }] }],
    });
    expect(report.files[1]).toEqual({ path: 'my models/fine.model.ts', diagnostics: [] });
  });

  it('is SARIF, counted from 1', () => {
    expect(sarifLog(files, '1.2.3')).toMatchObject({
      version: '2.1.0',
      runs: [
        {
          tool: {
            driver: {
              version: '1.2.3',
              rules: [
                {
                  id: 'target-classes',
                  shortDescription: { text: 'The output has another width than the labels have classes.' },
                  help: { text: expect.stringContaining('one number for each class') },
                  defaultConfiguration: { level: 'error' },
                },
              ],
            },
          },
          columnKind: 'utf16CodeUnits',
          artifacts: [{ location: { uri: 'scan.model.ts' } }, { location: { uri: 'my%20models/fine.model.ts' } }],
          results: [
            {
              ruleId: 'target-classes',
              ruleIndex: 0,
              level: 'error',
              locations: [
                {
                  physicalLocation: {
                    artifactLocation: { uri: 'scan.model.ts' },
                    region: { startLine: 2, startColumn: 17, endLine: 2, endColumn: 18 },
                  },
                },
              ],
              fixes: [
                {
                  description: { text: 'dense(10)' },
                  artifactChanges: [{ replacements: [{ deletedRegion: { startLine: 2 }, insertedContent: { text: '10' } }] }],
                },
              ],
            },
          ],
        },
      ],
    });
  });
});

describe('explain', () => {
  const page = '# some-rule\n\nWords that say why it matters.\n\n## Wrong\n\n```ts\nconst x = 1;\n\nconst y = `a   b`;\n```\n';

  it('sets code off and wraps the rest', () => {
    expect(pageLines(page, { style: PLAIN, columns: 16 })).toEqual([
      'some-rule',
      '',
      'Words that say',
      'why it matters.',
      '',
      'Wrong',
      '',
      '    const x = 1;',
      '',
      '    const y = `a   b`;',
    ]);
    expect(pageLines(page, { style: COLORS, columns: 80 })[0]).toBe('\x1b[1msome-rule\x1b[22m');
  });

  it('leaves paragraphs whole in a pipe', () => {
    expect(pageLines(page, { style: PLAIN, columns: Infinity })[2]).toBe('Words that say why it matters.');
  });
});

describe('summary', () => {
  it('aligns the layers, their sum and the memory', () => {
    expect(summaryLines(mnistMlp, summarize(mnistMlp), plain).join('\n')).toBe(`mnistMlp
layer                      output  parameters     MACs
pixels                        784           –        –
dense_1  dense 128 relu       128     100,480  100,352
digit    dense 10 softmax      10       1,290    1,280
                                      101,770  101,632

101,770 parameters (407 kB), all trainable · 101,632 MACs per sample

memory to train  batch 1  batch 32  batch 128
  sgd             818 kB    932 kB     1.3 MB
  momentum        1.2 MB    1.3 MB     1.7 MB
  adam            1.6 MB    1.7 MB     2.1 MB`);
  });

  it('shows what a fault left open', () => {
    const broken = chain('broken', ['input', { shape: [8] }], ['conv2d', { filters: 4, kernelSize: 3 }]);
    const lines = summaryLines(broken, summarize(broken), plain);
    expect(lines[3]).toMatch(/^conv2d_1 +conv2d 4 · 3×3 +\?×\?×4 +\? +\?$/);
    expect(lines[6]).toBe('? parameters, all trainable · ? MACs per sample');
  });
});

describe('graph --format md', () => {
  it('has a chapter for each model', () => {
    const chapter = (network: typeof mnistMlp) => ({ summary: summarize(network), diagram: 'flowchart TB\n' });
    expect(markdownPage([chapter(mnistMlp), chapter(catsVsDogs)])).toBe(
      '## mnistMlp\n\n3 layers · 101,770 parameters · 101,632 MACs per sample\n\n```mermaid\nflowchart TB\n```\n' +
        '\n## catsVsDogs\n\n13 layers · 3,453,121 parameters · 236 MMACs per sample\n\n```mermaid\nflowchart TB\n```\n',
    );
  });
});

describe('confusion matrix', () => {
  it('aligns names and counts', () => {
    const confusion = {
      classes: ['cat', 'Hündin', '猫头鹰'],
      counts: [
        [12, 0, 1],
        [0, 1042, 0],
        [3, 0, 7],
      ],
    };
    expect(confusionLines(confusion, plain).join('\n')).toBe(`       predicted
truth     cat Hündin 猫头鹰
   cat     12      ·      1
Hündin      ·   1042      ·
猫头鹰      3      ·      7`);
  });

  it('lists the commonest mistakes where the matrix has no room', () => {
    const counts = Array.from({ length: 40 }, (_, i) => Array.from({ length: 40 }, (_, j) => (i === j ? 9 : 0)));
    const classNames = counts.map((_, i) => `class${i}`);
    expect(confusionLines({ classes: classNames, counts }, plain)).toEqual(['no mistakes']);
    (counts[3] as number[])[7] = 12;
    (counts[1] as number[])[2] = 4;
    expect(confusionLines({ classes: classNames, counts }, plain)).toEqual([
      'commonest mistakes',
      '  12 × class3 taken for class7',
      '   4 × class1 taken for class2',
    ]);
  });
});
