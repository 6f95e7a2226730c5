import type { Command } from './command';

export const toggleLock: Command = {
  run: ({ previews }) => previews.toggleLock(),
  failed: "The preview can't be locked. Close it and open it again.",
};
