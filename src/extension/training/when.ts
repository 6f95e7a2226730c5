/** When something was, as a person says it: the day as near as it is, and the time. */

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `today 10:45`, `yesterday 10:45`, `24 Nov 10:45`, `24 Nov 2025 10:45`; local time, both in milliseconds since 1970. */
export function whenText(time: number, now: number = Date.now()): string {
  return `${dayText(new Date(time), new Date(now))} ${clockText(time)}`;
}

/** `10:45` */
export function clockText(time: number): string {
  const date = new Date(time);
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
}

function dayText(date: Date, now: Date): string {
  const daysBack = (days: number): string => new Date(now.getFullYear(), now.getMonth(), now.getDate() - days).toDateString();
  if (date.toDateString() === daysBack(0)) return 'today';
  if (date.toDateString() === daysBack(1)) return 'yesterday';
  const day = `${date.getDate()} ${MONTHS[date.getMonth()]}`;
  return date.getFullYear() === now.getFullYear() ? day : `${day} ${date.getFullYear()}`;
}

const two = (value: number): string => String(value).padStart(2, '0');
