/** Called by VS Code in its extension host: runs the suites of this folder, and leaves what came out where the environment says. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';

/** What a test came to; `error` absent: it passed. */
export interface Outcome {
  readonly title: string;
  readonly error?: string;
}

export const OUTCOMES = 'MODELWRIGHT_OUTCOMES';

export function run(): Promise<void> {
  const mocha = new Mocha({ timeout: 30_000, color: false });
  for (const file of readdirSync(__dirname)) if (file.endsWith('.suite.js')) mocha.addFile(join(__dirname, file));
  const outcomes: Outcome[] = [];
  return new Promise((resolve, reject) => {
    mocha
      .run((failures) => {
        const file = process.env[OUTCOMES];
        if (file !== undefined) writeFileSync(file, JSON.stringify(outcomes));
        if (failures === 0) resolve();
        else reject(new Error(`${failures} of ${outcomes.length} tests failed`));
      })
      .on('pass', (test) => outcomes.push({ title: test.fullTitle() }))
      .on('fail', (test, { message, stack }) => outcomes.push({ title: test.fullTitle(), error: stack ?? message }));
  });
}
