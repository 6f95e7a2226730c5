/** What stands in the way of evaluating a part of the file, as a finding. */
import type { Obstacle } from '../modules';
import { locationOf } from '../source';
import type { Finding } from './rule';

export function obstacleFinding({ source, at, params, typescript, suggestion }: Obstacle, message: string): Finding {
  const location = locationOf(source, at);
  return {
    message,
    params: { ...params, suggestion },
    at: location,
    typescript,
    fixes:
      suggestion === undefined
        ? []
        : [{ title: `Change to ${suggestion}`, edits: [{ file: source.path, range: location.range, text: suggestion }] }],
  };
}
