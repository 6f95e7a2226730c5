import type { Command } from './command';

export const restartServer: Command = {
  run: ({ server }) => server.restart(),
  failed: "The language server can't be started. Reload the window.",
};
