/** Feeds an engine so that it never waits for the next batch. */
import type { Engine, Feeds, Tensors } from '../engines/engine';

/**
 * Runs the jobs in order, two deep: while the engine works on one, the next is prepared and queued. `jobs` is asked for
 * one job more than has been answered, so it may run dry at any time to stop.
 */
export async function* pipelined<Job extends { readonly feeds: Feeds }>(
  engine: Engine,
  program: string,
  jobs: Iterable<Job>,
): AsyncGenerator<{ readonly job: Job; readonly outputs: Tensors }> {
  let ahead: { readonly job: Job; readonly outputs: Promise<Tensors> } | undefined;
  for (const job of jobs) {
    const queued = { job, outputs: engine.run(program, job.feeds) };
    // Whoever stops listening after a failure leaves this one behind.
    queued.outputs.catch(() => {});
    if (ahead) yield { job: ahead.job, outputs: await ahead.outputs };
    ahead = queued;
  }
  if (ahead) yield { job: ahead.job, outputs: await ahead.outputs };
}
