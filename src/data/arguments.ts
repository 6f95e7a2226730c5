/** The arguments of a source or a transform, read from a description by the table in its spec. */
import { type ArgumentTable, type Parsed, Refusal } from '../ir/arguments';
import type { Callable } from '../ir/callable';
import type { Step } from '../ir/data';
import { DataError } from './error';

/** Values in their normal form, defaults filled in. Throws a `DataError` for what the table does not know or accept. */
export function readArguments<Table extends ArgumentTable>(spec: Callable<Table>, step: Step): Parsed<Table> {
  for (const name of Object.keys(step.args)) {
    if (!Object.hasOwn(spec.arguments, name)) throw new DataError('settings', `${spec.op} has no argument '${name}'.`);
  }
  const entries = Object.entries(spec.arguments).map(([name, argument]) => {
    const given = step.args[name];
    if (given === undefined && 'default' in argument) return [name, argument.default];
    const value = argument.parse(given);
    if (value instanceof Refusal) throw new DataError('settings', `${spec.op}: ${name} must be ${value.expected}.`);
    return [name, value];
  });
  return Object.fromEntries(entries);
}
