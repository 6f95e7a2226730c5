/** What "New model" makes of the built templates: files that check clean in a project of their own, and train as they stand. */
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { templates } from '../../src/extension/templates';
import { isRunEvent } from '../../src/protocol/events';
import { modelwright, project, root } from './cli';

/** A new project with the template, and with the data that it brings. */
function newModel(name: string): string {
  const cwd = project({});
  copyFileSync(join(root, 'dist/templates', name), join(cwd, name));
  const data = templates.find(({ file }) => file === name)?.data;
  if (data !== undefined) copyFileSync(join(root, 'dist/data', data.from), join(cwd, data.to));
  return cwd;
}

describe('templates', () => {
  it('are all offered', () => {
    expect(templates.map(({ file }) => file).sort()).toEqual(readdirSync(join(root, 'dist/templates')).sort());
  });

  it.each(templates.map(({ file }) => file))('%s has no finding', async (file) => {
    const { code, stdout } = await modelwright(['check', '--format', 'json', file], { cwd: newModel(file) });
    expect(JSON.parse(stdout).files.map(({ diagnostics }: { diagnostics: unknown }) => diagnostics)).toEqual([[]]);
    expect(code).toBe(0);
  });

  it('let the walkthrough break the image classifier, and mend it', async () => {
    const cwd = newModel('images.model.ts');
    const path = join(cwd, 'images.model.ts');
    writeFileSync(path, readFileSync(path, 'utf8').replace('x = flatten()(x);\n', ''));
    expect(await modelwright(['check', path], { cwd })).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('Flatten first.'),
    });
    expect(await modelwright(['check', '--fix', path], { cwd })).toMatchObject({ code: 0 });
  });

  it.each([
    ['perceptron', 'accuracy', 1, 1],
    ['classifier', 'val_accuracy', 0.85, 1],
    ['regression', 'val_loss', 0, 0.1],
    ['images', 'val_accuracy', 0.9, 1],
    ['autoencoder', 'loss', 0, 0.1],
  ])('%s learns: its %s ends between %f and %f', async (name, metric, least, most) => {
    const file = `${name}.model.ts`;
    const { code, stdout, stderr } = await modelwright(['train', '--json', file], { cwd: newModel(file) });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const events = stdout
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line))
      .filter(isRunEvent);
    const last = events.findLast((event) => event.k === 'epoch')?.values[metric];
    expect(last).toBeGreaterThanOrEqual(least);
    expect(last).toBeLessThanOrEqual(most);
  });
});
