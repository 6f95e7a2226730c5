/** How fast a training is and how long it will take. */

/** What happened this long ago counts 1/e of what happens now. */
const MEMORY_MS = 5000;

export interface Speed {
  readonly stepsPerSecond: number;
  readonly secondsLeft: number;
}

/** Steps per second, smoothed over some seconds; time between epochs counts, since it will come again. */
export class Speedometer {
  private steps: number;
  private time: number;
  private meanRate = 0;
  /** Of all that the mean was made of: under 1 at the start, where it would be too small without a correction. */
  private weight = 0;

  constructor(
    private readonly totalSteps: number,
    startSteps: number,
    startTime: number,
  ) {
    this.steps = startSteps;
    this.time = startTime;
  }

  /** `time` in milliseconds. Undefined while no time has passed. A break without steps counts once there are steps again. */
  measure(steps: number, time: number): Speed | undefined {
    const elapsed = time - this.time;
    if (elapsed > 0 && steps > this.steps) {
      const share = 1 - Math.exp(-elapsed / MEMORY_MS);
      this.meanRate += share * ((1000 * (steps - this.steps)) / elapsed - this.meanRate);
      this.weight += share * (1 - this.weight);
      this.steps = steps;
      this.time = time;
    }
    const stepsPerSecond = this.meanRate / this.weight;
    return stepsPerSecond > 0 ? { stepsPerSecond, secondsLeft: (this.totalSteps - steps) / stepsPerSecond } : undefined;
  }
}

/** Tells every n-th step, with n of 1, 2, 5, 10, 20, ...: at most 500 of a training. */
export function tellEvery(totalSteps: number): number {
  for (let decade = 1; ; decade *= 10) {
    for (const factor of [1, 2, 5]) if (totalSteps / (decade * factor) <= 500) return decade * factor;
  }
}
