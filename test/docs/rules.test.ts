/**
 * Every rule has a page in docs/rules, and what the page shows is true: its first block breaks this rule and no other, its
 * second breaks none. The texts above the blocks and the list of all pages are the rules' own words; `vitest -u` renews them.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { rules } from '../../src/compiler/rules';
import type { Rule } from '../../src/compiler/rules/rule';
import { createTestCompiler } from '../compiler/compiler';

const folder = fileURLToPath(new URL('../../docs/rules/', import.meta.url));
/** Where the data are that pages speak of. */
const examples = fileURLToPath(new URL('../../examples/', import.meta.url));
const helpers = readFileSync(new URL('../fixtures/compiler/helpers.ts', import.meta.url), 'utf8');

const { compileFiles } = createTestCompiler();

const pageOf = ({ id }: Rule): string => `${folder}${id}.md`;

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  const page = existsSync(pageOf(rule)) ? readFileSync(pageOf(rule), 'utf8') : '';
  const [wrong, right, ...others] = [...page.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code ?? '');

  it('is explained in its own words', async () => {
    const blocks = page.slice(page.indexOf('\n## Wrong\n'));
    expect(blocks).toMatch(/^\n## Wrong\n\n```ts\n[\s\S]+\n```\n\n## Right\n\n```ts\n[\s\S]+\n```\n$/);
    expect(others).toEqual([]);
    await expect(`# ${id}\n\n${rule.title} ${rule.doc.replaceAll('\n', ' ')}\n${blocks}`).toMatchFileSnapshot(pageOf(rule));
  });

  it('is what the first block shows, and the second does not', async () => {
    const found = async (block: string | undefined): Promise<string[]> => {
      const files = { [`${examples}page.model.ts`]: block ?? '', [`${examples}helpers.ts`]: helpers };
      return (await compileFiles(files)).diagnostics.map((diagnostic) => diagnostic.rule);
    };
    expect(await found(wrong)).toEqual([id]);
    expect(await found(right)).toEqual([]);
  });
});

const GROUPS: readonly (readonly [title: string, families: readonly string[]])[] = [
  ['The file', ['syntax', 'import', 'evaluation', 'console']],
  ['Arguments', ['argument']],
  ['Shapes', ['shape']],
  ['The graph', ['graph', 'input']],
  ['Data and targets', ['data', 'target']],
  ['Loss and training', ['loss', 'training']],
];

it('the list of all pages is complete', async () => {
  const pages = readdirSync(folder).filter((name) => name !== 'README.md');
  expect(pages.sort()).toEqual(rules.map(({ id }) => `${id}.md`).sort());
  const isIn = (families: readonly string[], { id }: Rule): boolean => families.includes(id.split('-')[0] ?? '');
  const groups = GROUPS.map(([title, families]) => {
    const lines = rules.filter((rule) => isIn(families, rule)).map((rule) => `- [${rule.id}](${rule.id}.md): ${rule.title}`);
    return `## ${title}\n\n${lines.join('\n')}\n`;
  });
  expect(rules.filter((rule) => !GROUPS.some(([, families]) => isIn(families, rule)))).toEqual([]);
  const head = `# What Modelwright finds

Each page says what is meant, why it matters, and shows a model file that is wrong and one that is right.
\`modelwright explain <rule>\` prints it in the terminal.
`;
  const trained = `## While a model is trained

A training says these itself: in its terminal and its panel, and at the line of the layer or of the data.

- \`nan-loss\`, \`inf-loss\`: The loss is no finite number any more, and the training ends. The layer that broke first is named.
- \`data-not-finite\`: Values of the data are no finite numbers. Their rows are named.
`;
  await expect([head, ...groups, trained].join('\n')).toMatchFileSnapshot(`${folder}README.md`);
});
