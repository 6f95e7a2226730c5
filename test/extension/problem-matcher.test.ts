/** VS Code reads what the command line prints with the expressions of the manifest. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { findingLines } from '../../src/cli/render/check-text';
import { endLines, headLine } from '../../src/cli/render/training';
import { PLAIN } from '../../src/cli/terminal/style';

const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
const [{ name, pattern, background }] = manifest.contributes.problemMatchers;
const looks = { style: PLAIN, columns: 80 };

test('a finding has its place and its rule', () => {
  const start = { line: 7, character: 16 };
  const location = { file: '/a b/net.model.ts', range: { start, end: start } };
  const finding = { rule: 'shape-flatten', severity: 'error', message: 'No.', location, related: [], fixes: [] } as const;
  const [head = ''] = findingLines(finding, '', looks);
  const found = new RegExp(pattern.regexp).exec(head);
  const parts = [pattern.file, pattern.line, pattern.column, pattern.severity, pattern.code];
  expect(parts.map((part) => found?.[part])).toEqual(['/a b/net.model.ts', '8', '17', 'error', 'shape-flatten']);
  expect(name).toBe('modelwright');
});

test('a training begins and ends with lines of its own', () => {
  const head = headLine(
    {
      v: 1,
      seq: 0,
      t: 0,
      k: 'start',
      run: '2026',
      model: 'digitsCnn',
      engine: 'onnxruntime',
      device: 'cpu',
      threads: 1,
      seed: 5,
      epochs: 20,
      stepsPerEpoch: 45,
      batchSize: 32,
      rows: { train: 1437, validation: 180, test: 180 },
      columns: ['time'],
    },
    looks,
  );
  const best = { epoch: 7, step: 300, metric: 'val_loss', value: 0.1 };
  const end = endLines({ v: 1, seq: 1, t: 1, k: 'end', state: 'done', exitCode: 0, best }, [], '.modelwright/runs/2026', looks);
  const begins = new RegExp(background.beginsPattern);
  const ends = new RegExp(background.endsPattern);
  expect([head, ...end].filter((line) => begins.test(line))).toEqual([head]);
  expect([head, ...end].filter((line) => ends.test(line))).toEqual(end.slice(-1));
});
