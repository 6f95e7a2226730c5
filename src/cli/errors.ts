/** What ends a command: one clear line for the user, and an exit code. */
import { EXIT_CODES } from '../protocol/exit-codes';

export class CommandError extends Error {
  constructor(
    message: string,
    readonly exitCode: number = EXIT_CODES.usage,
  ) {
    super(message);
    this.name = 'CommandError';
  }
}
