/** Numbers as charts write them. */

/** With four significant digits: `0.1487`, `1,235`, `1.235e-5`. */
export function exact(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e9)) return signed(value.toExponential(3));
  const decimals = Math.max(0, Math.min(3 - (size === 0 ? 0 : Math.floor(Math.log10(Number(size.toPrecision(4))))), 7));
  return signed(value.toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals }));
}

/** `mm:ss`, `h:mm:ss` from an hour on; with tenths where they are asked for. */
export function clock(seconds: number, tenths = false): string {
  const all = tenths ? Math.round(seconds * 10) / 10 : Math.round(seconds);
  const rest = (all % 60).toFixed(tenths ? 1 : 0).padStart(tenths ? 4 : 2, '0');
  const minutes = Math.floor(all / 60);
  const hours = Math.floor(minutes / 60);
  return hours > 0 ? `${hours}:${String(minutes % 60).padStart(2, '0')}:${rest}` : `${String(minutes).padStart(2, '0')}:${rest}`;
}

const signed = (text: string): string => text.replace(/^-/, '−');
