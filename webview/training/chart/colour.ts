/** Colours as numbers, as far as lines and their names must stand out from the ground. */

export type Rgb = readonly [red: number, green: number, blue: number];

/** `share` of the first. */
export const mix = (a: Rgb, b: Rgb, share: number): Rgb => [
  a[0] * share + b[0] * (1 - share),
  a[1] * share + b[1] * (1 - share),
  a[2] * share + b[2] * (1 - share),
];

/** As WCAG counts it, 1 to 21. */
export function contrast(a: Rgb, b: Rgb): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((part) => (part <= 10.31 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}

/** The colour itself where it has that contrast, or with as little of the foreground as it takes. */
export function readable(colour: Rgb, foreground: Rgb, ground: Rgb, ratio: number): Rgb {
  for (let share = 1; share > 0; share -= 0.05) {
    const mixed = mix(colour, foreground, share);
    if (contrast(mixed, ground) >= ratio) return mixed;
  }
  return foreground;
}

export const css = (colour: Rgb): string => `rgb(${colour.map(Math.round).join(', ')})`;
