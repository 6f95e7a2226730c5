import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { rules } from '../../src/compiler/rules';
import { rulesIn } from '../../src/extension/commands/rule-list';

test('every rule is offered with its title', () => {
  const offered = rulesIn(readFileSync(new URL('../../docs/rules/README.md', import.meta.url), 'utf8'));
  const all = rules.map(({ id, title }) => ({ label: id, description: title }));
  expect(offered).toHaveLength(all.length);
  expect(offered).toEqual(expect.arrayContaining(all));
});
