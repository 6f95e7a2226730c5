import { type SummaryReport, summarize } from '../network/summary';
import { type Command, choiceOf } from './command';
import { compileForShow } from './compile';
import { readTarget } from './files';
import { chooseModels } from './models';
import { summaryLines } from './render/summary-text';
import { asText } from './terminal/terminal';

export const summary: Command = {
  options: {
    format: { value: 'text|json', doc: 'How it is printed (text).' },
  },
  examples: ['modelwright summary digits.model.ts', 'modelwright summary digits.model.ts#digitsCnn --format json'],

  async run({ usage, operands, values, terminal }) {
    const format = choiceOf(values, 'format', ['text', 'json']);
    const target = readTarget(operands, usage);
    const compiled = await compileForShow(target.path, terminal);
    const networks = chooseModels(compiled, target);
    if (format === 'json') {
      const report: SummaryReport = { v: 1, models: networks.map(summarize) };
      terminal.out(`${JSON.stringify(report, null, 2)}\n`);
    } else {
      const blocks = networks.map((network) => asText(summaryLines(network, summarize(network), terminal)));
      terminal.out(blocks.join('\n'));
    }
    return compiled.hasErrors ? 1 : 0;
  },
};
