/** Ctrl+C, `kill` and a closed terminal end a training in order; asked twice, at once. */
import { EXIT_CODES } from '../protocol/exit-codes';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface Signals {
  /** Aborted by the first signal, whose name is the reason. */
  readonly stop: AbortSignal;
  /** Gives the signals back their usual meaning. */
  dispose(): void;
}

/** After the second signal nothing is written any more. The files of a run are whole even then, since they always are. */
export function installSignals(): Signals {
  const controller = new AbortController();
  const dispose = (): void => {
    for (const signal of SIGNALS) process.off(signal, onSignal);
  };
  const onSignal = (signal: string): void => {
    if (controller.signal.aborted) {
      // process.exit would wait until the engine's thread has done its step. What cleans up at the exit gets its turn all the same.
      process.emit('exit', EXIT_CODES.stopped);
      dispose();
      // The default: ends at once, and a shell calls it exit code 130.
      process.kill(process.pid, 'SIGINT');
    } else controller.abort(signal);
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return { stop: controller.signal, dispose };
}
