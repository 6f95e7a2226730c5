/** When something was, in local time. */

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** As a person says it: `today 10:45`, `yesterday 10:45`, `24 Nov 10:45`, `24 Nov 2025 10:45`; both in milliseconds since 1970. */
export const whenText = (time: number, now: number = Date.now()): string =>
  `${dayText(new Date(time), new Date(now))} ${clockText(time)}`;

/** `24 Nov 2025 10:45`: still true when it is read another day. */
export const dateText = (time: number): string => `${dateOf(new Date(time))} ${clockText(time)}`;

/** `10:45` */
export function clockText(time: number): string {
  const date = new Date(time);
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
}

function dayText(date: Date, now: Date): string {
  const daysBack = (days: number): string => new Date(now.getFullYear(), now.getMonth(), now.getDate() - days).toDateString();
  if (date.toDateString() === daysBack(0)) return 'today';
  if (date.toDateString() === daysBack(1)) return 'yesterday';
  return date.getFullYear() === now.getFullYear() ? dayOf(date) : dateOf(date);
}

const dayOf = (date: Date): string => `${date.getDate()} ${MONTHS[date.getMonth()]}`;

const dateOf = (date: Date): string => `${dayOf(date)} ${date.getFullYear()}`;

const two = (value: number): string => String(value).padStart(2, '0');
