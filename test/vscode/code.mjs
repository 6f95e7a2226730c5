#!/usr/bin/env node
// Takes the place of VS Code's desktop program for @vscode/test-electron: same options, same exit code, but the window is a page
// in headless Chromium.
import { format } from 'node:util';
import { launchChromium, obtainChromium } from './chromium.mjs';
import { addressOf, startServer } from './server.mjs';

const options = process.argv.slice(2);
const values = (name) =>
  options.filter((option) => option.startsWith(`--${name}=`)).map((option) => option.slice(name.length + 3));
const folder = options.find((option) => !option.startsWith('-')) ?? process.cwd();

/** What the window says of itself. */
const chatter = new RegExp(
  `^(${[
    'Resolv(ing|ed) connection token',
    'Creating a socket',
    'Creation of workbench contribution',
    'Ignoring fetching additional',
    'Updating additional builtin',
    'Timed out waiting for authentication provider',
    '\\[(reconnection-grace-time|Service Worker|AgentHost|AccountPolicyGate|ChatModelSelection|DefaultAccount|chat-stt)',
  ].join('|')})`,
);

const server = await startServer({ installed: values('extensions-dir')[0] });
try {
  const browser = await launchChromium(obtainChromium());
  const page = await browser.newPage();
  // VS Code calls these two for whoever drives it: with its exit code, and with what the extension host logs.
  let end;
  const ended = new Promise((resolve) => {
    end = resolve;
  });
  await page.exposeFunction('codeAutomationExit', end);
  await page.exposeFunction('codeAutomationLog', (_type, args) => {
    const line = format(...args);
    if (!chatter.test(line)) console.log(line);
  });
  page.on('crash', () => end(1));
  const tests = values('extensionTestsPath')[0];
  await page.goto(addressOf(server, { folder, extensions: values('extensionDevelopmentPath'), tests }));
  process.exitCode = await ended;
  await browser.close();
} finally {
  await server.stop();
}
