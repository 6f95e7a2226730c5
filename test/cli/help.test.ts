import { describe, expect, it } from 'vitest';
import type { Command, Entry } from '../../src/cli/command';
import { COMMANDS } from '../../src/cli/commands';
import { commandLines, overviewLines } from '../../src/cli/help';
import { PLAIN } from '../../src/cli/terminal/style';
import { displayWidth } from '../../src/cli/terminal/width';

const looks = (columns: number) => ({ style: PLAIN, columns });

const command: Command = {
  options: {
    json: { doc: 'Prints JSON.' },
    rows: { value: '<n>', short: 'n', doc: 'How many rows it takes at most, counted from the beginning of the file.' },
  },
  examples: ['modelwright any -n 3'],
  run: async () => 0,
};
const entry: Entry = { name: 'any', operands: '<file>', doc: 'Does something.', load: async () => command };

describe('help', () => {
  it('has two columns where there is room', () => {
    expect(commandLines(entry, command, looks(64))).toEqual([
      'modelwright any <file>',
      '',
      '  Does something.',
      '',
      '  --json          Prints JSON.',
      '  -n, --rows <n>  How many rows it takes at most, counted from',
      '                  the beginning of the file.',
      '',
      '  $ modelwright any -n 3',
    ]);
    expect(commandLines(entry, command, looks(Infinity))).toContain(
      '  -n, --rows <n>  How many rows it takes at most, counted from the beginning of the file.',
    );
  });

  it('has one where there is none', () => {
    expect(commandLines(entry, command, looks(40)).slice(4, 8)).toEqual([
      '  --json',
      '      Prints JSON.',
      '  -n, --rows <n>',
      '      How many rows it takes at most,',
    ]);
  });

  it.each([60, 80, 120])('of all commands fits into %i columns', async (columns) => {
    const loaded = await Promise.all(COMMANDS.map(async (one) => commandLines(one, await one.load(), looks(columns))));
    const lines = [...overviewLines(COMMANDS, looks(columns)), ...loaded.flat()];
    // What is to be typed is not taken apart.
    const long = lines.filter((line) => displayWidth(line) > columns && !/^( {2}(\$|-|\w+ )|modelwright )/.test(line));
    expect(long).toEqual([]);
  });
});
