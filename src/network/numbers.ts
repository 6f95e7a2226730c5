/** Numbers as people read them: grouped digits, decimal units, three digits at most where they are rounded. */
import { type Dim, formatDim, isNumber } from '../ir/dim';

/** `101,770`; symbolic counts as they are. */
export const formatCount = (count: Dim): string => (isNumber(count) ? count.toLocaleString('en-US') : formatDim(count));

/** `1.8 GB` */
export const formatBytes = (bytes: Dim): string => scaled(bytes, ['B', 'kB', 'MB', 'GB', 'TB', 'PB']);

/** `101,632 MACs`, `48.3 GMACs` */
export const formatMacs = (macs: Dim): string =>
  isNumber(macs) && macs >= 1e6 ? scaled(macs, ['', '', 'MMACs', 'GMACs', 'TMACs', 'PMACs']) : `${formatCount(macs)} MACs`;

/** A size under its name, where it is a number and not left open. */
export const known = <Name extends string>(name: Name, size: Dim): { readonly [Key in Name]?: number } =>
  (isNumber(size) ? { [name]: size } : {}) as { readonly [Key in Name]?: number };

function scaled(value: Dim, units: readonly string[]): string {
  if (!isNumber(value)) return `${formatDim(value)} ${units[0]}`.trim();
  let rest = value;
  let unit = 0;
  // 999.6 would be rounded to 1000: that is 1.0 of the next unit.
  while (rest >= 999.5 && unit < units.length - 1) {
    rest /= 1000;
    unit++;
  }
  const digits = unit === 0 || rest >= 99.95 ? 0 : 1;
  return `${rest.toFixed(digits)} ${units[unit]}`;
}
