import { basename, join, relative, resolve } from 'node:path';
import { type EpochEvent, type RunEvent, resumedAt } from '../protocol/events';
import { counted } from '../protocol/format';
import { deleteRun, requireAtRest } from '../runs/delete';
import { RunError } from '../runs/error';
import { runsDirectory } from '../runs/layout';
import { chooseRun, listDirectories, listRuns, readCurves, readEvents } from '../runs/read';
import { type Surveyed, surveyRun, surveyRuns } from '../runs/survey';
import type { Call, Command, Values } from './command';
import { CommandError } from './errors';
import { runJson } from './render/run-json';
import { runLines, runTable } from './render/runs-text';
import { confirm } from './terminal/confirm';
import { asText, type Terminal } from './terminal/terminal';

const ACTIONS = ['list', 'show', 'delete'] as const;

export const runs: Command = {
  options: {
    json: { doc: 'Prints JSON.' },
    yes: { short: 'y', doc: 'Deletes without asking.' },
  },
  examples: ['modelwright runs', 'modelwright runs show latest', 'modelwright runs delete 20261124-0915'],

  async run({ usage, operands, values, terminal }: Call) {
    const [word = 'list', ...names] = operands;
    const action = ACTIONS.find((one) => one === word);
    if (action === undefined) throw new CommandError(`modelwright runs has no '${word}'. ${usage}`);
    if (action !== 'delete' && values.has('yes')) throw new CommandError('--yes goes with: modelwright runs delete');
    const directory = runsDirectory(resolve('.', 'any.model.ts'));
    if (action === 'list') return list(directory, names, values, terminal);
    const chosen = choose(directory, names, usage);
    return action === 'show' ? show(chosen, values, terminal) : remove(chosen, values, terminal);
  },
};

function list(directory: string, names: readonly string[], values: Values, terminal: Terminal): number {
  if (names.length > 0) throw new CommandError(`The list takes no run. For one: modelwright runs show ${names[0]}`);
  const found = surveyRuns(directory).reverse();
  if (values.has('json')) terminal.out(`${JSON.stringify({ v: 1, runs: found.map(runJson) }, null, 2)}\n`);
  else if (found.length > 0) terminal.out(asText(runTable(found, terminal)));
  else terminal.err(`No runs in ${relative('.', directory) || '.'} yet. Begin one: modelwright train <file>\n`);
  return 0;
}

/** Damaged ones can be named too, but none of them is the latest. */
function choose(directory: string, names: readonly string[], usage: string): string[] {
  if (names.length === 0) throw new CommandError(`Which run? ${usage}`);
  const ids = (name: string): string[] => (name === 'latest' ? listRuns(directory) : listDirectories(directory));
  try {
    return [...new Set(names.map((name) => join(directory, chooseRun(ids(name), name, directory))))];
  } catch (error) {
    throw error instanceof RunError ? new CommandError(error.message) : error;
  }
}

function show(directories: readonly string[], values: Values, terminal: Terminal): number {
  const found = directories.map(surveyRun);
  if (values.has('json')) {
    const detailed = found.map((run) => ({ ...runJson(run), ...('record' in run ? detailsOf(run) : {}) }));
    terminal.out(`${JSON.stringify({ v: 1, runs: detailed }, null, 2)}\n`);
  } else terminal.out(found.map((run) => asText(runLines(run, epochsOf(run), terminal))).join('\n'));
  return found.some((run) => 'damage' in run) ? 1 : 0;
}

const detailsOf = ({ directory, record }: Extract<Surveyed, { record: unknown }>) => {
  const { columns, rows } = readCurves(directory);
  return { record, curves: { columns, rows }, epochs: epochsIn(readEvents(directory)) };
};

const epochsOf = (run: Surveyed): readonly EpochEvent[] => ('damage' in run ? [] : epochsIn(readEvents(run.directory)));

/** Each once: a run that went on from a checkpoint has forgotten what came after it. */
function epochsIn(events: readonly RunEvent[]): EpochEvent[] {
  let epochs: EpochEvent[] = [];
  for (const [k, event] of events.entries()) {
    if (event.k === 'epoch') epochs.push(event);
    if (event.k === 'state' && events[k - 1]?.k === 'start') epochs = epochs.filter(({ step }) => step <= resumedAt(event));
  }
  return epochs;
}

async function remove(directories: readonly string[], values: Values, terminal: Terminal): Promise<number> {
  for (const directory of directories) requireAtRest(directory);
  const names = directories.map((directory) => basename(directory));
  if (!values.has('yes')) {
    const answer = await confirm(`Delete ${counted(names.length, 'run')}? ${names.join(', ')}`);
    if (answer === undefined) throw new CommandError('Nobody is here to ask. To delete without a question: --yes');
    if (!answer) {
      terminal.err('Nothing was deleted.\n');
      return 0;
    }
  }
  for (const directory of directories) deleteRun(directory);
  if (values.has('json')) terminal.out(`${JSON.stringify({ v: 1, deleted: names })}\n`);
  else terminal.out(asText(names.map((name) => `deleted ${name}`)));
  return 0;
}
