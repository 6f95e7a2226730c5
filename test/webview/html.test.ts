import { expect, it } from 'vitest';
import { previewHtml } from '../../src/extension/preview/html';

const parts = {
  script: 'https://host/preview.js',
  style: 'https://host/preview.css',
  cspSource: 'https://host',
  nonce: 'abc123',
};

it('lets scripts run by nonce only, and styles come from the extension', () => {
  const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(previewHtml(parts)) ?? [];
  expect(policy?.split('; ')).toEqual([
    "default-src 'none'",
    "script-src 'nonce-abc123'",
    'style-src-elem https://host',
    "style-src-attr 'unsafe-inline'",
    'img-src data:',
  ]);
  expect(previewHtml(parts)).toContain('<script nonce="abc123" src="https://host/preview.js"></script>');
});

it('can not be left through an address', () => {
  const html = previewHtml({ ...parts, style: '"><script>alert(1)</script>' });
  expect(html.match(/<script/g)).toHaveLength(1);
});
