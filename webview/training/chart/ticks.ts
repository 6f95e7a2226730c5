/** Where the lines of a grid stand and what is written at them: round numbers, as many as there is room for. */
import { formatCount } from '../../../src/protocol/format';
import { clock } from './format';

export interface Tick {
  readonly at: number;
  readonly text: string;
}

/** `most`: how many there is room for, at least 1. */
export function valueTicks(from: number, to: number, most: number): Tick[] {
  const step = roundStep((to - from) / most);
  const places = multiples(from, to, step);
  const texts = sameDecimals(places, step);
  return places.map((at, index) => ({ at, text: texts[index] ?? '' }));
}

/** On a scale of logarithms to base 10: `from` and `to` are exponents, and so is `at`. */
export function logTicks(from: number, to: number, most: number): Tick[] {
  if (to - from < 0.8) {
    return valueTicks(10 ** from, 10 ** to, most).flatMap(({ at, text }) => (at > 0 ? [{ at: Math.log10(at), text }] : []));
  }
  const stride = Math.max(1, Math.ceil((to - from) / most));
  const within = to - from < 2 && most >= 4 ? [1, 2, 5] : [1];
  const found: Tick[] = [];
  for (let exponent = Math.floor(from / stride) * stride; exponent <= to; exponent += stride) {
    for (const digit of within) {
      const at = exponent + Math.log10(digit);
      if (at < from || at > to) continue;
      const isPlain = exponent >= -4 && exponent < 5;
      found.push({ at, text: isPlain ? plain(digit * 10 ** exponent, Math.max(0, -exponent)) : minus(`${digit}e${exponent}`) });
    }
  }
  return found;
}

/** Steps, whole ones only: `500`, `1k`, `1.5k`, `2M`; where that would be too rough, `1,000,001`, which takes more room. */
export function stepTicks(from: number, to: number, most: number): Tick[] {
  const isFine = to - from < to / 500;
  const step = Math.max(1, roundStep((to - from) / (isFine ? Math.max(1, most / 2) : most)));
  return multiples(from, to, step).map((at) => ({ at, text: isFine ? formatCount(at) : short(at) }));
}

export function epochTicks(from: number, to: number, most: number): Tick[] {
  const step = roundStep((to - from) / most);
  return step < 1 ? valueTicks(from, to, most) : multiples(from, to, step).map((at) => ({ at, text: String(at) }));
}

/** Seconds. */
export function timeTicks(from: number, to: number, most: number): Tick[] {
  const rough = (to - from) / most;
  const step = CLOCK_STEPS.find((one) => one >= rough) ?? 3600 * roundStep(rough / 3600);
  return multiples(from, to, step).map((at) => ({ at, text: clock(at, step < 1) }));
}

const CLOCK_STEPS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600];

/** 1, 2 or 5 times a power of ten, not below `rough`. */
function roundStep(rough: number): number {
  if (!(rough > 0) || !Number.isFinite(rough)) return 1;
  const exponent = Math.floor(Math.log10(rough));
  const digit = [1, 2, 5, 10].find((one) => one * powerOf(exponent) >= rough * (1 - 1e-9)) ?? 10;
  return digit * powerOf(exponent);
}

/** Division keeps 0.001 what it is: 10 ** -3 does not everywhere. */
const powerOf = (exponent: number): number => (exponent < 0 ? 1 / 10 ** -exponent : 10 ** exponent);

function multiples(from: number, to: number, step: number): number[] {
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  // Where numbers are so large that the step is lost in them, nothing can be told apart.
  if (!(last - first < 1000)) return [];
  // Not added up, so that errors don't either; divided where the step is a fraction, for numbers as they are written.
  const inverse = Math.round(1 / step);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) =>
    step < 1 && Math.abs(inverse * step - 1) < 1e-9 ? (first + index) / inverse : (first + index) * step,
  ).map((value) => value + 0);
}

/** All with as many decimals as the step needs. */
function sameDecimals(values: readonly number[], step: number): string[] {
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const largest = Math.max(...values.map(Math.abs), 0);
  if (decimals <= 4 && largest < 1e5) return values.map((value) => plain(value, decimals));
  const digits = largest === 0 ? 0 : Math.max(0, Math.floor(Math.log10(largest)) + decimals * Math.sign(decimals));
  const places = Math.min(digits, Math.max(0, Math.floor(Math.log10(largest) + 1e-9) - Math.floor(Math.log10(step) + 1e-9)));
  return values.map((value) => (value === 0 ? '0' : minus(value.toExponential(places).replace('e+', 'e'))));
}

const plain = (value: number, decimals: number): string => minus(value.toFixed(decimals));

function short(value: number): string {
  for (const [size, sign] of [
    [1e9, 'G'],
    [1e6, 'M'],
    [1e3, 'k'],
  ] as const) {
    if (value >= size) return `${Number((value / size).toPrecision(4))}${sign}`;
  }
  return String(value);
}

const minus = (text: string): string => text.replaceAll('-', '−');
