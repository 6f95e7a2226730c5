import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { closest } from '../compiler/closest';
import { rules } from '../compiler/rules';
import type { Command } from './command';
import { distDir } from './dist';
import { CommandError } from './errors';
import { pageLines, ruleLines } from './render/explain-text';
import { asText } from './terminal/terminal';

export const explain: Command = {
  options: {},
  examples: ['modelwright explain', 'modelwright explain shape-flatten'],

  async run({ operands, terminal }) {
    const [id, ...surplus] = operands;
    if (surplus.length > 0) throw new CommandError(`One rule at a time, but got ${operands.length}: ${operands.join(', ')}.`);
    if (id === undefined) terminal.out(asText(ruleLines(rules, terminal)));
    else terminal.out(asText(pageLines(readPage(id), terminal)));
    return 0;
  },
};

function readPage(id: string): string {
  if (!rules.some((rule) => rule.id === id)) throw new CommandError(`There is no rule '${id}'. ${hint(id)}`);
  return readFileSync(join(distDir, 'rules', `${id}.md`), 'utf8');
}

/** A rule is also remembered by a part of its name: flatten, softmax. */
function hint(id: string): string {
  const ids = rules.map((rule) => rule.id);
  const near = closest(id, ids) ?? ids.find((one) => id !== '' && one.includes(id.toLowerCase()));
  return near === undefined ? 'See: modelwright explain' : `Did you mean: modelwright explain ${near}`;
}
