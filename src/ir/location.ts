/** Places in source files, as the Language Server Protocol counts them: zero-based, in UTF-16 units. */

export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

export interface Location {
  /** Path of the file as it was given to the compiler. */
  readonly file: string;
  readonly range: Range;
}
