/** Numbers as people read them, in a terminal and on a page. */

/** Losses with four digits, everything else, which is a share, with three. */
export function formatMetric(name: string, value: number | null | undefined): string {
  if (value === undefined) return '';
  if (value === null || Number.isNaN(value)) return 'NaN';
  if (!name.endsWith('loss')) return value.toFixed(3);
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e5)) return value.toExponential(2);
  return size < 10 ? value.toFixed(4) : value.toPrecision(5);
}

/** `40 s`, `2 min`, `1 h 5 min` */
export function formatDuration(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds));
  if (whole < 90) return `${whole} s`;
  const minutes = Math.round(whole / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Of steps in a second. */
export const formatRate = (rate: number): string => (rate >= 10 ? formatCount(Math.round(rate)) : rate.toFixed(1));

export const formatCount = (count: number): string => count.toLocaleString('en-US');

/** `1 epoch`, `1,000 epochs` */
export const counted = (count: number, noun: string, many = `${noun}s`): string =>
  `${formatCount(count)} ${count === 1 ? noun : many}`;
