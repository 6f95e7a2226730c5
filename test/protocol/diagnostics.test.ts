import { expect, it } from 'vitest';
import { type CheckReport, isCheckReport } from '../../src/protocol/diagnostics';

const range = { start: { line: 7, character: 16 }, end: { line: 7, character: 17 } };

const report: CheckReport = {
  v: 1,
  files: [
    {
      path: 'scan.model.ts',
      diagnostics: [
        {
          rule: 'target-classes',
          severity: 'error',
          message: '9 units, but the labels of digits() have 10 classes (0 to 9)',
          range,
          layer: 'dense',
          related: [{ message: 'The labels come from here.', path: 'data.ts', range }],
          fixes: [{ title: 'dense(10)', edits: [{ range, text: '10' }] }],
        },
      ],
    },
  ],
};

it('knows a report', () => {
  expect(isCheckReport(JSON.parse(JSON.stringify(report)))).toBe(true);
  expect(isCheckReport({ v: 1, files: [{ path: 'fine.model.ts', diagnostics: [] }] })).toBe(true);
});

it('refuses what lacks a part', () => {
  const [file] = report.files;
  const [diagnostic] = file?.diagnostics ?? [];
  for (const name of ['rule', 'severity', 'message', 'range', 'related', 'fixes']) {
    const broken = { ...diagnostic, [name]: undefined };
    expect(isCheckReport({ v: 1, files: [{ path: 'a', diagnostics: [broken] }] }), name).toBe(false);
  }
  expect(isCheckReport({ ...report, v: 2 })).toBe(false);
  expect(isCheckReport([])).toBe(false);
});
