/**
 * Runs the suites of `suite/` with Mocha inside VS Code's extension host, and says of each test what came of it. VS Code is the one
 * from npm; MODELWRIGHT_DESKTOP names the program of a desktop VS Code to take instead.
 */
import { describe, expect, test } from 'vitest';
import { desktop, vscode } from '../needs';
import { runSuites } from './suites';

const canRun = vscode !== undefined || desktop !== undefined;
const { exitCode, outcomes } = canRun ? await runSuites() : { exitCode: 0, outcomes: [] };

describe('in the extension host', () => {
  test.skipIf(!canRun)('all tests ran [vscode]', () => {
    expect(outcomes.length).toBeGreaterThan(0);
    expect(exitCode).toBe(outcomes.some(({ error }) => error !== undefined) ? 1 : 0);
  });

  for (const { title, error } of outcomes) {
    test(title, () => {
      if (error !== undefined) throw new Error(error);
    });
  }
});
