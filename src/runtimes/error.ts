/** What is wrong with a runtime, in plain words, and the way out. */

export class RuntimeError extends Error {
  constructor(
    /** One or two sentences that name the file. */
    readonly problem: string,
    /** What to type or do: `Mend it: modelwright runtime install --cpu --force` */
    readonly mend: string,
  ) {
    super(`${problem} ${mend}`);
    this.name = 'RuntimeError';
  }
}

/** The way out for a runtime that is broken. */
export const mendInstalled = (device: 'cpu' | 'gpu'): string => `Mend it: modelwright runtime install --${device} --force`;

/** The system's code, such as ENOENT; undefined for other errors. */
export const errorCode = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
