/** The sandbox's worker, replaced by one that dies when it is told to: the next evaluation gets another. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { createSandbox } from '../../src/compiler/sandbox/sandbox';

const folder = mkdtempSync(join(tmpdir(), 'modelwright-sandbox-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Answers with how often a worker was started; module names say how it dies. */
const WORKER = `
const { existsSync, writeFileSync, readFileSync } = require('node:fs');
const { parentPort } = require('node:worker_threads');
const counter = __filename + '.count';
const count = existsSync(counter) ? Number(readFileSync(counter, 'utf8')) + 1 : 1;
writeFileSync(counter, String(count));
if (existsSync(__filename + '.broken') && count === 1) throw new Error('no start');
parentPort.on('message', ({ modules }) => {
  if (modules['dies at once']) process.exit();
  parentPort.postMessage({ fuel: count });
  if (modules['dies later']) setTimeout(() => { throw new Error('later'); }, 1);
});
parentPort.postMessage('ready');
`;

function sandboxOf(name: string, isBroken = false) {
  const path = join(folder, `${name}.js`);
  writeFileSync(path, WORKER);
  if (isBroken) writeFileSync(`${path}.broken`, '');
  const sandbox = createSandbox(path);
  return {
    ask: (module: string) => sandbox.evaluate({ modules: { [module]: { code: '', imports: {} } }, callersOf: [], lists: [] }),
    close: () => sandbox.close(),
  };
}

it('dies while it evaluates: that evaluation has reached a limit, the next goes on', async () => {
  const { ask, close } = sandboxOf('at-once');
  expect(await ask('lives')).toEqual({ fuel: 1 });
  expect(await ask('dies at once')).toMatchObject({ limit: 'memory' });
  expect((await ask('lives')).limit).toBeUndefined();
  await close();
});

it('dies between two evaluations: no one notices', async () => {
  const { ask, close } = sandboxOf('later');
  expect(await ask('dies later')).toEqual({ fuel: 1 });
  await new Promise((resolve) => setTimeout(resolve, 300));
  const outcome = await ask('lives');
  expect(outcome.limit).toBeUndefined();
  expect(outcome.fuel).toBeGreaterThan(1);
  await close();
});

it('does not start: the evaluation fails, the next is tried with another', async () => {
  const { ask, close } = sandboxOf('no-start', true);
  await expect(ask('lives')).rejects.toThrow('no start');
  expect((await ask('lives')).limit).toBeUndefined();
  await close();
});
