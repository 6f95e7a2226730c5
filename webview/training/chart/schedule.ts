/** When to draw: in the next frame at most, not more often than is worth it, and never what can't be seen. */

export interface Schedule {
  /** `isUrgent`: in the next frame, since a person waits for it. */
  ask(isUrgent: boolean): void;
  end(): void;
}

/** Between two drawings of data. */
const PAUSE = 100;

export function whenSeen(element: Element, act: () => void): Schedule {
  let isSeen = false;
  let isAsked = false;
  let timer: number | undefined;
  let frame: number | undefined;
  let last = Number.NEGATIVE_INFINITY;

  const run = (): void => {
    frame = undefined;
    if (!isSeen) return;
    isAsked = false;
    last = performance.now();
    act();
  };
  const ask = (isUrgent: boolean): void => {
    isAsked = true;
    if (!isSeen || frame !== undefined) return;
    const wait = isUrgent ? 0 : last + PAUSE - performance.now();
    if (wait <= 0) {
      clearTimeout(timer);
      timer = undefined;
      frame = requestAnimationFrame(run);
      return;
    }
    timer ??= window.setTimeout(() => {
      timer = undefined;
      if (isAsked) ask(true);
    }, wait);
  };
  const observer = new IntersectionObserver((entries) => {
    isSeen = entries.at(-1)?.isIntersecting ?? false;
    if (isSeen && isAsked) ask(true);
  });
  observer.observe(element);
  return {
    ask,
    end() {
      observer.disconnect();
      clearTimeout(timer);
      if (frame !== undefined) cancelAnimationFrame(frame);
    },
  };
}

/** Once in so many milliseconds, the newest last. */
export function seldom<T>(pause: number, act: (value: T) => void): (value: T) => void {
  let newest: { readonly value: T } | undefined;
  let isResting = false;
  const run = (): void => {
    isResting = newest !== undefined;
    if (newest === undefined) return;
    const { value } = newest;
    newest = undefined;
    act(value);
    window.setTimeout(run, pause);
  };
  return (value) => {
    newest = { value };
    if (!isResting) run();
  };
}
