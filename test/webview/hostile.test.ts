/** Names and messages that would be markup if they could: everywhere on the page, with its real policy. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/ir/diagnostic';
import { pictureOf } from '../../src/network/picture';
import type { ViewReport } from '../../src/protocol/editor';
import { hostileNames } from '../fixtures/hostile-names';
import { browser } from '../needs';
import { chain } from '../network/build';
import { type Host, type Preview, startHost } from './browser';

let host: Host;
let preview: Preview;
/** Kinds of elements on a page full of names that are not hostile. */
let expected: readonly string[];

beforeAll(async () => {
  if (browser === undefined) return;
  host = await startHost(browser);
  preview = await host.open();
  await preview.show(reportNamed('plain'));
  await preview.page.click('.mover .node.fault');
  expected = await kinds();
});
afterAll(() => host?.close());

const kinds = () =>
  preview.ask<string[]>(`[...new Set([...document.querySelectorAll('*')].map(({ localName }) => localName))].sort()`);

const location = { file: 'net.model.ts', range: { start: { line: 1, character: 0 }, end: { line: 1, character: 1 } } };

function reportNamed(name: string): ViewReport {
  const finding: Diagnostic = {
    rule: 'shape-rank',
    severity: 'error',
    message: name,
    location,
    layer: name,
    related: [{ message: name, location }],
    fixes: [{ title: name, edits: [] }],
  };
  const network = chain(name, ['input', { shape: [4] }, `${name} in`], ['dense', { units: 4 }, name]);
  const picture = pictureOf(network, { faults: new Map([[name, name]]) });
  const shown = { name, picture, layers: 2, findings: [finding], parameters: 20, macs: 16 };
  return { v: 1, uri: name, version: 1, models: [name, `${name} 2`], shown, broken: name };
}

describe.skipIf(browser === undefined)('[browser] a page full of hostile names', () => {
  it.each(hostileNames)('stays the page it is: %j', async (name) => {
    await preview.show(reportNamed(name));
    await preview.page.click('.mover .node.fault');
    expect(await kinds()).toEqual(expected);
    expect(
      await preview.ask(
        `[...document.querySelectorAll('*')].flatMap((one) => one.getAttributeNames()).filter((one) => /^on/.test(one))`,
      ),
    ).toEqual([]);
    expect(await preview.page.textContent('.notice')).toBe(`A part of the file is left out. ${name}`);
    expect(await preview.page.textContent('.finding')).toBe(`Fault: ${name}`);
    expect(await preview.page.textContent('.strip')).toContain(`Fix: ${name}`);
    expect(await preview.page.inputValue('select')).toBe(name);
    expect((await preview.sent()).at(-1)).toEqual({ type: 'reveal', node: name, definition: false });
    expect(preview.complaints).toEqual([]);
  });
});
