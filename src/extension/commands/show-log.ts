import type { Command } from './command';

export const showLog: Command = {
  run: ({ log }) => log.show(),
  failed: "The log can't be shown. Choose “Modelwright” in the Output panel.",
};
