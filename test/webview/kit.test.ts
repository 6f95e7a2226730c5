/** The toolkit's controls in Chromium, under the policy of a webview: each is one, has a role, and can have the focus. */
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browser } from '../needs';
import { faultsOf } from './axe';
import { type Host, startHost, type TrainingPage } from './browser';

const script = `
  import * as kit from './webview/ui/kit';
  import './webview/ui/base.css';
  import './webview/ui/kit.css';
  import { el } from './webview/ui/dom';
  acquireVsCodeApi();
  const said = [];
  globalThis.said = said;
  const field = kit.textField('Rate', '0.1', { entered: (text) => said.push(text), left: () => {} });
  const select = kit.select('Run', (id) => said.push(id));
  select.offer([{ value: '', text: 'none' }, { value: 'a', text: 'A run' }], '');
  const ends = el('div', {}, 'end');
  const views = ['one', 'two'].map((id) => ({ id, title: id, content: el('p', {}, 'view ' + id) }));
  const made = {
    button: kit.button('Go', () => said.push('go')),
    checkbox: kit.checkbox('log', false, (on) => said.push(on)).element,
    choice: kit.choice('Axis', [{ value: 'x', text: 'x' }, { value: 'y', text: 'y' }], 'x', (value) => said.push(value)).element,
    select: select.element,
    field: field.element,
    slider: kit.slider('smoothing', 0.5, { max: 1, step: 0.1 }, (value) => said.push(value)).element,
    spinner: kit.spinner(),
    tabs: kit.tabs('Views', views, 'one', ends, (id) => said.push(id)).element,
  };
  document.documentElement.lang = 'en';
  document.body.append(el('main', {}, ...Object.values(made)));
  field.focus();
`;

let host: Host;
let shown: TrainingPage;
beforeAll(async () => {
  if (browser === undefined) return;
  host = await startHost(browser);
  const { outputFiles } = await build({
    stdin: { contents: script, resolveDir: process.cwd() },
    bundle: true,
    write: false,
    outdir: 'kit',
    format: 'iife',
    loader: { '.svg': 'text' },
    alias: { '@vscode/webview-ui-toolkit': './node_modules/@vscode/webview-ui-toolkit/dist/toolkit.min.js' },
  });
  shown = await host.openTraining({
    files: Object.fromEntries(outputFiles.map(({ path, text }) => [path.endsWith('.js') ? 'training.js' : 'training.css', text])),
  });
}, 60_000);
afterAll(() => host?.close());

describe.skipIf(browser === undefined)('[browser] the controls', () => {
  it('are elements of the toolkit, all of them, and nothing of them is refused', async () => {
    await shown.settled();
    const names = await shown.ask<string[]>(
      `[...new Set([...document.querySelectorAll('*')].map(({ localName }) => localName).filter((name) => name.startsWith('vscode-')))].sort()`,
    );
    expect(names).toEqual(
      [
        'button',
        'checkbox',
        'dropdown',
        'option',
        'panel-tab',
        'panel-view',
        'panels',
        'progress-ring',
        'radio',
        'radio-group',
        'text-field',
      ].map((name) => `vscode-${name}`),
    );
    for (const name of names) {
      expect(await shown.ask(`customElements.get('${name}') !== undefined`)).toBe(true);
      expect(await shown.ask(`document.querySelector('${name}').shadowRoot !== null`)).toBe(true);
    }
    expect(shown.complaints).toEqual([]);
  });

  it.each([
    ['button', 'Go'],
    ['checkbox', 'log'],
    ['radio', 'x'],
    ['combobox', 'Run'],
    ['textbox', 'Rate'],
    ['slider', 'smoothing'],
    ['tab', 'one'],
  ] as const)('have a role, a name, and the focus: %s', async (role, name) => {
    const control = shown.page.getByRole(role, { name, exact: true });
    await control.focus();
    expect(await control.evaluate((element) => element.matches(':focus, :focus-within'))).toBe(true);
  });

  it('say once what a person chose', async () => {
    const { page } = shown;
    await page.getByRole('button', { name: 'Go' }).press('Enter');
    await page.getByRole('checkbox', { name: 'log' }).press('Space');
    await page.getByRole('radio', { name: 'x' }).press('ArrowRight');
    await page.getByRole('combobox', { name: 'Run' }).click();
    await page.getByRole('option', { name: 'A run' }).click();
    await page.getByRole('slider', { name: 'smoothing' }).press('ArrowRight');
    await page.getByRole('tab', { name: 'one' }).press('ArrowRight');
    await page.getByRole('textbox', { name: 'Rate' }).press('Enter');
    expect(await shown.ask('said')).toEqual(['go', true, 'y', 'a', 0.6, 'two', '0.1']);
  });

  it('have no fault that axe finds serious', async () => {
    expect(await faultsOf(shown.page)).toEqual([]);
  });
});
