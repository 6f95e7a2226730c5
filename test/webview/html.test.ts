import { expect, it } from 'vitest';
import { previewHtml } from '../../src/extension/preview/html';
import { trainingHtml } from '../../src/extension/training/html';

const parts = {
  script: 'https://host/preview.js',
  style: 'https://host/preview.css',
  cspSource: 'https://host',
  nonce: 'abc123',
};

const policyOf = (html: string): readonly string[] =>
  /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1]?.split('; ') ?? [];

it('lets scripts run by nonce only, and styles come from the extension', () => {
  expect(policyOf(previewHtml(parts))).toEqual([
    "default-src 'none'",
    "script-src 'nonce-abc123'",
    'style-src-elem https://host',
    "style-src-attr 'unsafe-inline'",
    'img-src data:',
  ]);
  expect(previewHtml(parts)).toContain('<script nonce="abc123" src="https://host/preview.js"></script>');
});

it('lets the controls of a training make style sheets by the same nonce', () => {
  const html = trainingHtml(parts);
  expect(policyOf(html)).toEqual(["default-src 'none'", "script-src 'nonce-abc123'", "style-src https://host 'nonce-abc123'"]);
  expect(html).toContain('<meta property="csp-nonce" content="abc123">');
});

it('can not be left through an address', () => {
  const hostile = '"><script>alert(1)</script>';
  expect(previewHtml({ ...parts, style: hostile }).match(/<script/g)).toHaveLength(1);
  expect(trainingHtml({ ...parts, style: hostile }).match(/<script/g)).toHaveLength(1);
});
