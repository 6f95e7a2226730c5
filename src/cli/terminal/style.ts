/** Colors, where the terminal has them. */

export interface Style {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly red: Paint;
  readonly green: Paint;
  readonly yellow: Paint;
  readonly blue: Paint;
}

type Paint = (text: string) => string;

const paint =
  (on: number, off: number): Paint =>
  (text) =>
    text === '' ? '' : `\x1b[${on}m${text}\x1b[${off}m`;

const same: Paint = (text) => text;

export const PLAIN: Style = { bold: same, dim: same, red: same, green: same, yellow: same, blue: same };

export const COLORS: Style = {
  bold: paint(1, 22),
  dim: paint(2, 22),
  red: paint(31, 39),
  green: paint(32, 39),
  yellow: paint(33, 39),
  blue: paint(34, 39),
};

/** FORCE_COLOR decides over NO_COLOR, as in Node itself; without either, terminals have colors and pipes have none. */
export function styleFor(isTerminal: boolean, env: NodeJS.ProcessEnv): Style {
  const { FORCE_COLOR: force, NO_COLOR: no, TERM: term } = env;
  if (force !== undefined) return force === '0' || force === 'false' ? PLAIN : COLORS;
  if (no !== undefined && no !== '') return PLAIN;
  return isTerminal && term !== 'dumb' ? COLORS : PLAIN;
}
