#!/usr/bin/env node
/** The command line: finds the command, runs it, and turns what goes wrong into one line and an exit code. */

import { closest } from '../compiler/closest';
import { DataError } from '../data/error';
import { RunError } from '../runs/error';
import { RuntimeError } from '../runtimes/error';
import { type Entry, readCall } from './command';
import { COMMANDS } from './commands';
import { CommandError } from './errors';
import { commandLines, overviewLines } from './help';
import { asText, processTerminal, type Terminal } from './terminal/terminal';
import { VERSION } from './version';

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = args;
  if (name === '--version' || name === '-v') {
    terminal.out(`${VERSION}\n`);
    return 0;
  }
  const wantsHelp = name === 'help' || name === '--help' || name === '-h';
  if (name === undefined || (wantsHelp && rest.length === 0)) {
    const text = asText(overviewLines(COMMANDS, terminal));
    if (wantsHelp) terminal.out(text);
    else terminal.err(text);
    return wantsHelp ? 0 : 2;
  }
  const entry = find(wantsHelp ? (rest[0] ?? '') : name);
  const command = await entry.load();
  if (wantsHelp || rest.some((arg) => arg === '--help' || arg === '-h')) {
    terminal.out(asText(commandLines(entry, command, terminal)));
    return 0;
  }
  return command.run(readCall(entry, command, rest, terminal));
}

function find(name: string): Entry {
  const entry = COMMANDS.find((one) => one.name === name);
  if (entry !== undefined) return entry;
  const near = closest(
    name,
    COMMANDS.map((one) => one.name),
  );
  const hint = near === undefined ? 'See: modelwright help' : `Did you mean: modelwright ${near}`;
  throw new CommandError(`modelwright has no command '${name}'. ${hint}`);
}

/** One line for people. A stack is for whoever looks for a fault in Modelwright itself. */
function report(error: unknown, terminal: Terminal): number {
  const known = [CommandError, DataError, RunError, RuntimeError].some((kind) => error instanceof kind);
  const message = error instanceof Error ? error.message : String(error);
  const text = known ? message : `Unexpected: ${message} Set MODELWRIGHT_DEBUG=1 to see where, and please report it.`;
  terminal.err(`${terminal.style.red('error')} ${text}\n`);
  if (process.env['MODELWRIGHT_DEBUG'] === '1' && error instanceof Error) terminal.err(`${error.stack}\n`);
  return error instanceof CommandError ? error.exitCode : 1;
}

const terminal = processTerminal(process);

run(process.argv.slice(2), terminal)
  .catch((error: unknown) => report(error, terminal))
  .then((exitCode) => {
    process.exitCode = exitCode;
  });
