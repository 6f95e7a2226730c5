import { optionalDependencies, version } from '../../package.json';

export const VERSION: string = version;

/** For the record of a run. Engines are pinned, so what package.json says is what is installed. */
export const VERSIONS: Readonly<Record<string, string>> = {
  modelwright: version,
  node: process.versions.node,
  ...optionalDependencies,
};
