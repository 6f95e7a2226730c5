/** Names that try to be more than names: in hovers they must stay texts, and every message must stay readable. */
import { expect, it } from 'vitest';
import type { CodeLens, Hover, InlayHint, MarkupContent } from 'vscode-languageserver/node';
import { SETTINGS, sharedClient } from './client';

const NAMES = [
  '[click](command:workbench.action.terminal.new)',
  '![x](https://evil.example/pixel.png)',
  '<img src=x onerror=alert(1)>',
  '<script>alert(1)</script>',
  'https://evil.example/',
  'www.evil.example',
  'mail@evil.example',
  '`code` **bold** _it_',
  '# heading',
  '- item',
  '1. item',
  '| a | b |',
  '> quote',
  '$(gear) $$x^2$$',
  '&lt;b&gt;',
  '"],"x":["',
  '\u202Eevil',
  '\u0000\u0007',
  '__proto__',
  '${process.exit()}',
  '-->|x|y',
  'a\\nb',
];

/** One server takes all of them, as in an editor. */
const shared = sharedClient({ settings: { ...SETTINGS, typescriptIsActive: true } });

it.each(NAMES)('%j', async (name) => {
  const client = await shared();
  const quoted = JSON.stringify(name);
  const text = `import { dense, input, model } from 'modelwright';
const x = input([4], { name: ${quoted} });
const y = dense(3, { name: ${quoted} })(x);
const z = dense(2)(y);
export const net = model({ inputs: x, outputs: z, name: ${quoted} });
export { net as ${quoted} };
`;
  const document = client.open('net.model.ts', text);
  await document.diagnostics();
  const about = { textDocument: document };
  for (const of of ['dense(3', 'x);', 'dense(2']) {
    const shown = await client.request<Hover | null>('textDocument/hover', { ...about, position: document.range(of).start });
    const { value } = (shown?.contents ?? { value: '' }) as MarkupContent;
    expect(value).not.toBe('');
    // Without what is escaped, our own marks are left, and no letter next to one that could start something.
    const rest = value.replace(/\\[!-/:-@[-`{-~]/g, '').replaceAll('**', '');
    expect(rest).not.toMatch(/[[\]<>`*_!|#&$@:/]/);
  }
  const lenses = await client.request<CodeLens[]>('textDocument/codeLens', about);
  expect(lenses.map(({ command }) => command?.command)).toContain('modelwright.showArchitecture');
  const range = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
  expect(await client.request<InlayHint[]>('textDocument/inlayHint', { ...about, range })).toHaveLength(2);
  const report = await client.request<{ shown?: object }>('modelwright/view', { uri: document.uri, open: [] });
  expect(report.shown).toBeDefined();
  expect(client.logged).toEqual([]);
});
