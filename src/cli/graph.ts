import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { faultsOf } from '../network/faults';
import { MERMAID_COLORS, mermaidText } from '../network/mermaid';
import { summarize } from '../network/summary';
import { viewOf } from '../network/view';
import { type Command, choiceOf } from './command';
import { compileForShow } from './compile';
import { CommandError } from './errors';
import { readTarget } from './files';
import { chooseModels } from './models';
import { markdownPage } from './render/graph-markdown';

export const graph: Command = {
  options: {
    format: { value: 'mermaid|json|md', doc: 'Mermaid text, the graph as data, or a page with the diagram (mermaid).' },
    output: { value: '<file>', short: 'o', doc: 'Writes to a file.' },
  },
  examples: ['modelwright graph digits.model.ts', 'modelwright graph digits.model.ts --format md -o docs/digits.md'],

  async run({ usage, operands, values, terminal }) {
    const format = choiceOf(values, 'format', ['mermaid', 'json', 'md']);
    const target = readTarget(operands, usage);
    const compiled = await compileForShow(target.path, terminal);
    const networks = chooseModels(compiled, target);
    const faults = faultsOf(compiled.diagnostics);
    const drawn = networks.map((network) => ({
      summary: summarize(network),
      diagram: mermaidText(viewOf(network, { faults })) + MERMAID_COLORS,
    }));
    const [first, ...more] = drawn;
    if (format === 'mermaid' && more.length > 0) {
      const names = networks.map(({ name }) => `${target.path}#${name}`);
      throw new CommandError(
        `${target.path} has ${drawn.length} models, and a Mermaid text holds one. Name it: ${names.join(', ')}`,
      );
    }
    const text =
      format === 'json'
        ? `${JSON.stringify({ v: 1, models: networks }, null, 2)}\n`
        : format === 'md'
          ? markdownPage(drawn)
          : (first?.diagram ?? '');
    const output = values.get('output');
    if (typeof output === 'string') writeTo(output, text);
    else terminal.out(text);
    return compiled.hasErrors ? 1 : 0;
  },
};

function writeTo(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  } catch (error) {
    throw new CommandError(`${path} can't be written: ${error instanceof Error ? error.message : error}`, 1);
  }
}
