import type { Command } from './command';

export const addTypes: Command = {
  run: () => undefined,
  failed: "The types can't be added. Is the folder read-only?",
};
