/** An engine can't compute on this machine. The message says why, and below it the way out. */
export class EngineUnavailableError extends Error {
  override readonly name = 'EngineUnavailableError';
}
