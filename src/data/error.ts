/** Why data can't be described or loaded, in words for the user. */
export class DataError extends Error {
  constructor(
    /**
     * `missing`: the files are not there, which only training minds. `outside`: they are where a model file may not read.
     * `file`: they are not what they should be. `settings`: the description contradicts itself or the files.
     */
    readonly kind: 'missing' | 'outside' | 'file' | 'settings',
    message: string,
    /** Which argument of the source it is about. */
    readonly argument?: string,
  ) {
    super(message);
    this.name = 'DataError';
  }
}
