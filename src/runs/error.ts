/** What goes wrong with run directories, in one sentence for the user each. */

export type RunErrorKind =
  | 'disk-full'
  | 'no-access'
  | 'gone'
  | 'io'
  | 'locked'
  | 'finished'
  /** Its process has died; it can go on. */
  | 'interrupted'
  | 'no-answer'
  | 'refused'
  /** Begun by a version that wrote other files. */
  | 'other-version'
  | 'not-found'
  | 'ambiguous'
  | 'damaged';

export class RunError extends Error {
  constructor(
    readonly kind: RunErrorKind,
    message: string,
  ) {
    super(message);
    this.name = 'RunError';
  }
}

/** Runs `work` on a file; what the system refuses becomes a `RunError` that names it. */
export function onDisk<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw diskError(path, error);
  }
}

/** The same for work that goes on meanwhile. */
export async function onDiskLater<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw diskError(path, error);
  }
}

function diskError(path: string, error: unknown): unknown {
  const code = errorCode(error);
  switch (code) {
    case undefined:
      return error;
    case 'ENOSPC':
    case 'EDQUOT':
      return new RunError(
        'disk-full',
        `The disk is full: ${path} can't be written. Free some space; what was written before is whole.`,
      );
    case 'EACCES':
    case 'EPERM':
      return new RunError(
        'no-access',
        `${path} can't be written: permission denied (${code}). Change its permissions, or train elsewhere.`,
      );
    case 'EROFS':
      return new RunError('no-access', `${path} can't be written: its disk can only be read. Train elsewhere.`);
    case 'ENOENT':
      return new RunError(
        'gone',
        `${path} can't be written: its directory is gone. Was it deleted or moved during the training?`,
      );
    default:
      return new RunError('io', `${path} can't be read or written (${code}).`);
  }
}

/** The system's code, such as ENOENT; undefined for other errors. */
export const errorCode = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
