/** A person's first steps with `digits.model.ts`, from the repository, in Restricted Mode and from the package alike. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type CodeWindow, type Place, placeOf } from './window';

export const FILE = 'digits.model.ts';

/** As it is on disk. */
export const digits = ({ folder }: CodeWindow): string => readFileSync(join(folder, FILE), 'utf8');

/** How many units the last layer has. */
function units(code: CodeWindow): Place {
  const { line, column } = placeOf(digits(code), 'dense(10,');
  return { line, column: column + 'dense('.length, length: 2 };
}

/** A unit too few is underlined, and said in Problems. */
export async function makeFault(code: CodeWindow): Promise<void> {
  await code.replace(units(code), '9');
  const problem = (await code.problems()).filter({ hasText: '9 units' });
  await problem.waitFor();
  expect(await problem.textContent()).toContain(`[Ln ${units(code).line}, Col ${units(code).column}]`);
  const squiggle = code.page.locator('.squiggly-error');
  await squiggle.waitFor();
  // As wide as one digit.
  expect((await squiggle.boundingBox())?.width).toBeLessThan(15);
}

/** The quick fix takes it away. */
export async function repairFault(code: CodeWindow): Promise<void> {
  await code.go(units(code).line, units(code).column);
  await code.fix('Change to 10');
  await code.page.locator('.squiggly-error').waitFor({ state: 'detached' });
  await (await code.problems()).filter({ hasText: 'units' }).first().waitFor({ state: 'detached' });
  await code.page.locator('.view-line', { hasText: 'dense(10,' }).waitFor();
}

/** The picture in the place of the panel; the file keeps the focus. */
export async function showPicture(code: CodeWindow): Promise<void> {
  await code.page.keyboard.press('Control+J');
  await code.page.locator('.part.panel').waitFor({ state: 'hidden' });
  await code.focusEditor(FILE);
  await code.command('Modelwright: Show Architecture');
  await code.box('dropout 0.3').waitFor();
  await code.focusEditor(FILE);
}

/** Names of the directories of runs, the oldest first. */
export function runsOf({ folder }: CodeWindow): string[] {
  const runs = join(folder, '.modelwright/runs');
  return existsSync(runs) ? readdirSync(runs).sort() : [];
}

/** What is active is trained, in a terminal that does not come up by itself; what that says may be longer than the panel. */
export async function train(code: CodeWindow): Promise<void> {
  const before = runsOf(code).length;
  await code.command('Modelwright: Train');
  await expect.poll(() => runsOf(code).length).toBeGreaterThan(before);
  await showTerminal(code);
  await expect.poll(async () => (await terminalLines(code)).join('\n')).toContain('best epoch');
}

/** The terminal that was last used. */
export async function showTerminal(code: CodeWindow): Promise<void> {
  if (!(await code.page.locator('.terminal-wrapper.active').isVisible())) await code.command('View: Toggle Terminal');
  await code.page.locator('.terminal-wrapper.active').waitFor();
}

/** Of the terminal that is in sight, from its first line on. */
export const terminalLines = ({ page }: CodeWindow): Promise<string[]> =>
  page.evaluate<string[]>("globalThis.driver.getTerminalBuffer('.terminal-wrapper.active')").catch(() => []);
