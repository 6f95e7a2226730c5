import { version } from '../../package.json';

export const VERSION: string = version;

/** For the record of a run; the engine says its own. */
export const VERSIONS: Readonly<Record<string, string>> = {
  modelwright: version,
  node: process.versions.node,
};
