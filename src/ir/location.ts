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

export const isBefore = (a: Position, b: Position): boolean =>
  a.line < b.line || (a.line === b.line && a.character < b.character);

/** Ends included: a cursor behind the last character is still at a word. */
export const overlap = (a: Range, b: Range): boolean => !isBefore(a.end, b.start) && !isBefore(b.end, a.start);
