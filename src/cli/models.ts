/** The models of a file that a command is about: all of them, or the one named behind the `#`. */

import { closest } from '../compiler/closest';
import type { Network } from '../ir/network';
import type { Compiled } from './compile';
import { CommandError } from './errors';
import type { Target } from './files';

/** By the name of the model, or of a training that trains it. */
export function chooseModels({ networks, trainings }: Compiled, { path, name }: Target): readonly Network[] {
  if (networks.length === 0)
    throw new CommandError(`${path} exports no model. Write: export const net = model({ inputs, outputs })`, 1);
  if (name === undefined) return networks;
  const wanted = trainings.find((training) => training.name === name)?.model ?? name;
  const found = networks.filter((network) => network.name === wanted);
  if (found.length === 0)
    throw new CommandError(
      notFound(
        'model',
        { path, name },
        networks.map((network) => network.name),
      ),
    );
  return found;
}

export function notFound(kind: string, { path, name = '' }: Target, names: readonly string[]): string {
  const near = closest(name, names);
  const hint = near === undefined ? `It has: ${names.join(', ')}.` : `Did you mean ${path}#${near}?`;
  return `${path} has no ${kind} named ${name}. ${hint}`;
}
