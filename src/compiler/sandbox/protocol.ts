/** Messages between the compiler and its sandbox. */

/** A file and all it imports, as JavaScript. Modules have short names of the compiler's making, `m0` being the file itself. */
export interface Evaluation {
  readonly modules: Readonly<Record<string, SandboxModule>>;
  /** Entries of the recording whose callers are to be recorded too. */
  readonly callersOf: readonly number[];
  /** JSON of the argument lists that stand in the code by number. */
  readonly lists: readonly string[];
}

export interface SandboxModule {
  readonly code: string;
  /** From the text of an import to the name of a module. */
  readonly imports: Readonly<Record<string, string>>;
}

export const ENTRY = 'm0';

/** What stopped an evaluation, and has nothing to do with the code's meaning. */
export type Limit = 'time' | 'memory' | 'recursion' | 'output' | 'await';

export interface Outcome {
  /** JSON of a `Recording`, up to where evaluation got; absent where nothing can be had any more. */
  readonly recording?: string;
  readonly error?: Thrown;
  readonly limit?: Limit;
  /** Deterministic measure of the work done: about 10,000 branches and calls each. */
  readonly fuel: number;
}

export interface Thrown {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
}

/** After these the instance may be in any state: a new worker takes over. */
export const isBroken = (outcome: Outcome): boolean => outcome.recording === undefined;

/** Two thousand ticks of an empty loop take a few tenths of a second; a file of 2,000 lines takes about ten. */
export const MOST_FUEL = 2_000;
export const MOST_MEMORY_PAGES = 1_024;
export const MOST_OUTPUT = 32 * 1024 * 1024;
/** Native calls burn no fuel. This stops them; everything else has stopped long before. */
export const MOST_MILLISECONDS = 3_000;
