/** Why data can't be described or loaded, in words for the user. */
export class DataError extends Error {
  constructor(
    /** `missing`: the files are not there, which only training minds. `settings`: the description contradicts itself or the files. */
    readonly kind: 'missing' | 'settings',
    message: string,
  ) {
    super(message);
    this.name = 'DataError';
  }
}
