/** Does one thing at a time, and of what came meanwhile only the newest. `work` must not reject. */
export function newestOnly<T>(work: (item: T) => Promise<void>): (item: T) => void {
  let waiting: { readonly item: T } | undefined;
  let isBusy = false;

  const run = async (): Promise<void> => {
    isBusy = true;
    while (waiting !== undefined) {
      // Lets in what has arrived already.
      await new Promise((resolve) => setTimeout(resolve, 0));
      const { item } = waiting;
      waiting = undefined;
      await work(item);
    }
    isBusy = false;
  };
  return (item) => {
    waiting = { item };
    if (!isBusy) void run();
  };
}
