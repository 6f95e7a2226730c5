/** One run at a time, and one more at its end if anybody asked meanwhile: many asks in between are one. `work` does not throw. */
export function latest(work: () => Promise<void>): () => void {
  let running = false;
  let again = false;

  async function run(): Promise<void> {
    running = true;
    do {
      again = false;
      await work();
    } while (again);
    running = false;
  }

  return () => {
    if (running) again = true;
    else void run();
  };
}
