/** What package.json promises to VS Code is there, and says it in words that exist. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { COMMAND_IDS } from '../../src/extension/commands/ids';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const manifest = JSON.parse(read('package.json'));
const texts: Record<string, string> = JSON.parse(read('package.nls.json'));
const { contributes } = manifest;

interface Item {
  readonly command: string;
  readonly alt?: string;
  readonly when?: string;
  readonly enablement?: string;
}

const menuItems = Object.values<Item[]>(contributes.menus).flat();
const commands: readonly Item[] = contributes.commands;

/** All strings below `value`. */
function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
}

describe('commands', () => {
  test('of the manifest are those that the extension handles', () => {
    expect(commands.map(({ command }) => command).sort()).toEqual([...COMMAND_IDS].sort());
  });

  test('in menus, keys and the walkthrough exist', () => {
    const keys: readonly Item[] = contributes.keybindings;
    const links = strings(texts).flatMap((text) => [...text.matchAll(/\(command:([\w.]+)\)/g)].map(([, id = '']) => id));
    const events = strings(contributes.walkthroughs).flatMap((text) => /^onCommand:(.+)$/.exec(text)?.[1] ?? []);
    const used = [...menuItems.flatMap(({ command, alt = command }) => [command, alt]), ...keys.map(({ command }) => command)];
    expect(links.length).toBeGreaterThan(0);
    const known: readonly string[] = [...COMMAND_IDS, 'workbench.trust.manage'];
    expect([...used, ...links, ...events].filter((id) => !known.includes(id))).toEqual([]);
  });
});

describe('texts', () => {
  const keys = strings([contributes, manifest.capabilities]).flatMap((text) => /^%(.+)%$/.exec(text)?.[1] ?? []);

  test('of the manifest are all in package.nls.json, and it has no others', () => {
    expect([...new Set(keys)].sort()).toEqual(Object.keys(texts).sort());
  });

  test('for people stand nowhere else', () => {
    const untranslated = commands.flatMap((command) => strings({ ...command, icon: '', enablement: '' }));
    expect(untranslated.filter((text) => / /.test(text))).toEqual([]);
  });

  test('describe every setting and every choice', () => {
    for (const setting of Object.values<Record<string, unknown>>(contributes.configuration.properties)) {
      expect(setting).toHaveProperty('description');
      expect(setting).toHaveProperty('default');
    }
  });
});

describe('files', () => {
  test('of the walkthrough and the icons are there', () => {
    const steps: readonly { media: { markdown: string } }[] = contributes.walkthroughs[0].steps;
    const icons = [...contributes.viewsContainers.activitybar, ...contributes.views.modelwright].map(({ icon }) => icon);
    const files = [manifest.icon, ...icons, ...steps.map(({ media }) => media.markdown)];
    expect(files.filter((file) => !existsSync(new URL(`../../${file}`, import.meta.url)))).toEqual([]);
  });

  test('of the program are what the build writes', () => {
    expect(manifest.main).toBe('./dist/extension.js');
    expect(read('esbuild.mjs')).toMatch(/extension: 'src\/extension\/main\.ts'/);
  });
});

test('when-clauses name contexts that VS Code has', () => {
  const known = [
    'resourceFilename',
    'isInDiffEditor',
    'editorTextFocus',
    'activeWebviewPanelId',
    'explorerResourceIsFolder',
    'explorerResourceReadonly',
    'workspaceFolderCount',
    'isWorkspaceTrusted',
    'view',
    'viewItem',
    'focusedView',
    'listFocus',
    'listMultiSelection',
    'inputFocus',
    'resourcePath',
    'in',
    'modelwright.hasModelFiles',
    'modelwright.filesInTraining',
    'modelwright.hasLiveRun',
    'modelwright.hasPausedRun',
    'modelwright.shownRun',
  ];
  const clauses = [...menuItems, ...contributes.keybindings, ...contributes.viewsWelcome].flatMap(
    ({ when }: Partial<Item>) => when ?? [],
  );
  const enablements = commands.flatMap(({ enablement }) => enablement ?? []);
  const names = [...clauses, ...enablements].flatMap(
    (clause) => clause.replace(/\/(\\.|[^/])+\/|'[^']*'/g, '').match(/[A-Za-z_][\w.]*/g) ?? [],
  );
  expect(names.filter((name) => !known.includes(name))).toEqual([]);
});

test('the editor that it asks for is the one it was written against', () => {
  const types: string = manifest.devDependencies['@types/vscode'];
  expect(manifest.engines.vscode).toBe(`^${types}`);
});
