/** A window of real VS Code with the extension in it, as a test uses it: by keyboard and mouse, reading what is on the screen. */
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { launchChromium, obtainChromium } from './chromium.mjs';
import { addressOf, startServer } from './server.mjs';

/** Tests and benches start in the repository's root. */
const root = process.cwd();
const pictures = join(root, 'test-results/vscode');

/** Milliseconds that anything may take to appear on a busy machine. */
const PATIENCE = 30_000;

export interface WindowOptions {
  readonly settings?: Readonly<Record<string, unknown>>;
  /** False: Restricted Mode. */
  readonly trusted?: boolean;
  /** A module that VS Code's processes read first, and what it finds in their environment. */
  readonly preload?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Folder of installed extensions, the packed Modelwright among them. Absent: Modelwright comes from the repository. */
  readonly installed?: string;
  /** An empty folder to be the workspace, which the test removes. Absent: one of its own. */
  readonly folder?: string;
}

export interface CodeWindow {
  readonly page: Page;
  /** The workspace: a copy of the examples and of the fixtures for it, for a test to change. */
  readonly folder: string;
  /** Process id of VS Code's server, above the extension host. */
  readonly pid: number;
  /** What the browser's console and its security policies complained about. */
  readonly complaints: readonly string[];
  open(file: string): Promise<void>;
  command(title: string): Promise<void>;
  /** Puts the cursor before `column`, both counted from 1. */
  go(line: number, column: number): Promise<void>;
  /** Puts the cursor before `before` and types `text` over it, a key at a time. */
  replace(place: Place, text: string): Promise<void>;
  save(): Promise<void>;
  /** Line and column of the cursor, as the status bar says them. */
  cursor(): Promise<string>;
  /** Rows of the Problems panel, which is opened. */
  problems(): Promise<Locator>;
  /** Applies the quick fix of that title at the cursor. */
  fix(title: string): Promise<void>;
  /** Puts the keyboard's focus into the file that is open under that name. */
  focusEditor(file: string): Promise<void>;
  /** The page of the preview. */
  readonly preview: FrameLocator;
  /** The page of the training that is shown, where no preview is. */
  readonly training: FrameLocator;
  /** The boxes of its picture. */
  boxes(): Locator;
  /** Those with that text. */
  box(text: string): Locator;
  theme(name: Theme): Promise<void>;
  reload(): Promise<void>;
  /** One more window on the same folder, in a browser of its own; it is closed with this one. */
  another(): Promise<CodeWindow>;
  /** To test-results/vscode. */
  screenshot(name: string): Promise<void>;
  close(): Promise<void>;
}

export interface Place {
  readonly line: number;
  readonly column: number;
  /** How many characters stand there. */
  readonly length: number;
}

/** The first place of `part` in `text`, both as in the file. */
export function placeOf(text: string, part: string): Place {
  const at = text.indexOf(part);
  if (at < 0) throw new Error(`No ${part} in the text.`);
  const before = text.slice(0, at).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, length: part.length };
}

/** How a workspace may be opened. */
export const modes = [
  { mode: 'a trusted workspace', trusted: true },
  { mode: 'Restricted Mode', trusted: false },
];

/** VS Code's default themes and the class of the window in each. */
export const themes = {
  'Dark 2026': 'vs-dark',
  'Light 2026': 'vs',
  'Dark High Contrast': 'hc-black',
  'Light High Contrast': 'hc-light',
} as const;

export type Theme = keyof typeof themes;

const steady = {
  'editor.autoClosingBrackets': 'never',
  'editor.autoClosingQuotes': 'never',
  'editor.acceptSuggestionOnEnter': 'off',
  'editor.acceptSuggestionOnCommitCharacter': false,
  'editor.cursorBlinking': 'solid',
  'editor.minimap.enabled': false,
  'files.hotExit': 'off',
  'terminal.integrated.gpuAcceleration': 'off',
  'task.problemMatchers.neverPrompt': true,
  'window.autoDetectColorScheme': false,
  // Whatever runtimes the machine has.
  'modelwright.training.engine': 'onnxruntime',
  'workbench.reduceMotion': 'on',
};

export async function openWindow(options: WindowOptions = {}): Promise<CodeWindow> {
  const { settings = {}, trusted = true, env = {}, preload, installed } = options;
  const own = options.folder === undefined ? mkdtempSync(join(tmpdir(), 'modelwright-workspace-')) : undefined;
  const folder = options.folder ?? join(own ?? '', 'workspace');
  for (const files of ['examples', 'test/fixtures/vscode']) cpSync(join(root, files), folder, { recursive: true });
  const server = await startServer({
    settings: { ...steady, ...settings },
    trusted,
    env,
    ...(preload === undefined ? {} : { preload }),
    ...(installed === undefined ? {} : { installed }),
  });
  const browser = await launchChromium(obtainChromium());
  const shared: Shared = {
    folder,
    pid: server.pid ?? 0,
    address: addressOf(server, { folder, extensions: installed === undefined ? [root] : [] }),
    newPage: () => browser.newPage({ viewport: { width: 1400, height: 900 }, locale: 'en-US' }),
    async close() {
      await browser.close();
      await server.stop();
      if (own !== undefined) rmSync(own, { recursive: true, force: true });
    },
  };
  return showWindow(shared);
}

/** What all windows on a folder have in common. */
interface Shared extends Pick<CodeWindow, 'folder' | 'pid' | 'close'> {
  readonly address: string;
  newPage(): Promise<Page>;
}

async function showWindow(shared: Shared): Promise<CodeWindow> {
  const { address, newPage, ...same } = shared;
  const page = await newPage();
  page.setDefaultTimeout(PATIENCE);
  const complaints = listen(page);
  const quickInput = page.locator('.quick-input-widget:visible');

  async function show(): Promise<void> {
    await page.locator('.monaco-workbench').waitFor({ timeout: 2 * PATIENCE });
    await page.evaluate('globalThis.driver?.whenWorkbenchRestored()');
  }

  const preview = page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');

  /** Writes into the quick input that is open, and takes the first row with that text; false: there is none in time. */
  async function pick(row: string, text = row, timeout = PATIENCE): Promise<boolean> {
    // Whatever takes the focus closes it.
    const isAsked = await succeeds(quickInput.locator('input[type=text]').fill(text, { timeout }));
    return isAsked && clickIfThere(quickInput.locator('.monaco-list-row', { hasText: row }).first(), timeout);
  }

  /** The list of commands is made when it opens, and an extension may add its own after that. */
  async function command(title: string): Promise<void> {
    for (let left = PATIENCE; left > 0; left -= 3000) {
      await page.keyboard.press('F1');
      if (await pick(title, `>${title}`, 3000)) return;
      await page.keyboard.press('Escape');
    }
    throw new Error(`VS Code has no command ${title} here.`);
  }

  async function go(line: number, column: number): Promise<void> {
    await page.keyboard.press('Control+G');
    await pick(`line ${line} at column ${column}`, `:${line}:${column}`);
    await page.locator('.statusbar-item', { hasText: `Ln ${line}, Col ${column}` }).waitFor();
  }

  await page.goto(address);
  await show();
  return {
    ...same,
    page,
    complaints,
    async open(file) {
      // The preview's tab has the file's name in its own.
      const tab = page.locator(`.tab.active[data-resource-name="${basename(file)}"]`);
      // The list is made anew while it is typed, and may close without having taken the click.
      for (let left = PATIENCE; left > 0; left -= 5000) {
        await page.keyboard.press('Control+P');
        const isOpen = (await pick(basename(file), file, 5000)) && (await succeeds(tab.waitFor({ timeout: 5000 })));
        if (isOpen) return;
        await page.keyboard.press('Escape');
      }
      throw new Error(`VS Code does not open ${file}.`);
    },
    command,
    go,
    async replace({ line, column, length }, text) {
      await go(line, column);
      for (let typed = 0; typed < length; typed += 1) await page.keyboard.press('Shift+ArrowRight');
      await page.keyboard.type(text);
    },
    async save() {
      await page.keyboard.press('Control+S');
      await page.locator('.tab.dirty').waitFor({ state: 'detached' });
    },
    async cursor() {
      return (await page.locator('.statusbar-item', { hasText: /^Ln \d+/ }).textContent()) ?? '';
    },
    async problems() {
      await command('Problems: Focus on Problems View');
      return page.locator('.markers-panel .monaco-list-row');
    },
    async fix(title) {
      const row = page.locator('.action-widget .monaco-list-row', { hasText: title }).first();
      // On a busy machine VS Code may ask for fixes of a text that has just changed, and then shows none.
      for (let left = PATIENCE; left > 0; left -= 5000) {
        await page.keyboard.press('Control+.');
        if (await clickIfThere(row, 5000)) return;
        await page.keyboard.press('Escape');
      }
      throw new Error(`VS Code does not offer ${title} here.`);
    },
    async focusEditor(file) {
      await page.locator('.tab', { hasText: file }).first().click();
      await page.locator('.editor-instance.focused, .monaco-editor.focused').first().waitFor();
    },
    preview,
    training: preview,
    boxes: () => preview.locator('.mover .node'),
    box: (text) => preview.locator('.mover .node', { hasText: text }),
    async theme(name) {
      await command('Preferences: Color Theme');
      await pick(name);
      await page.locator(`.monaco-workbench.${themes[name]}`).waitFor();
    },
    async reload() {
      // As a person does it: VS Code then writes down first what it keeps.
      await Promise.all([page.waitForEvent('domcontentloaded'), command('Developer: Reload Window')]);
      await show();
    },
    another: () => showWindow(shared),
    async screenshot(name) {
      mkdirSync(pictures, { recursive: true });
      await page.screenshot({ path: join(pictures, `${name}.png`) });
    },
  };
}

/** False: it is not there in time. */
const succeeds = (work: Promise<unknown>): Promise<boolean> =>
  work.then(
    () => true,
    () => false,
  );

/** A list may close under the mouse, too. */
async function clickIfThere(row: Locator, timeout: number): Promise<boolean> {
  return (await succeeds(row.waitFor({ timeout }))) && succeeds(row.click({ timeout }));
}

/** Errors of the browser's console from now on, without those that this build of VS Code makes by itself. */
function listen(page: Page): readonly string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    const line = `${message.text()} (${message.location().url})`;
    if (message.type() === 'error' && !ofVscode.some((known) => known.test(line))) complaints.push(line);
  });
  page.on('pageerror', ({ message }) => {
    complaints.push(message);
  });
  return complaints;
}

const ofVscode = [
  /status of 404 .*(favicon|vsda)/,
  /bad HTTP response code \(404\) .*script|serviceWorker\.js/,
  /Activating extension 'vscode\.[\w-]+' failed: Not Found/,
  /authentication provider 'github'/,
  /Long running operations during shutdown/,
  /Could not find pty \d+ on pty host/,
];
