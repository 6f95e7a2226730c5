/** The colours of charts, from the editor's theme. A canvas can't follow style sheets, so that they are read when it changes. */
import { css, mix, type Rgb, readable } from './colour';

export interface Palette {
  /** Of lines and marks. */
  readonly train: string;
  readonly faint: string;
  readonly validation: string;
  readonly compared: string;
  readonly comparedValidation: string;
  readonly best: string;
  readonly error: string;
  readonly warning: string;
  readonly info: string;
  readonly ground: string;
  readonly grid: string;
  readonly text: string;
  /** The same for words: 4.5 : 1. */
  readonly names: Readonly<Record<'train' | 'validation' | 'compared' | 'comparedValidation', string>>;
  /** Lines differ by more than their colour. */
  readonly highContrast: boolean;
  readonly font: string;
}

const LINE = 3;
const WORDS = 4.5;

export function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const isLight = document.body.matches('.vscode-light, .vscode-high-contrast-light');
  const read = (name: string, otherwise: string, behind: Rgb): Rgb =>
    resolve(style.getPropertyValue(`--vscode-${name}`).trim(), behind) ?? resolve(otherwise, behind) ?? behind;

  const ground = read('editor-background', isLight ? '#ffffff' : '#1f1f1f', isLight ? [255, 255, 255] : [0, 0, 0]);
  const foreground = read('foreground', isLight ? '#3b3b3b' : '#cccccc', ground);
  const colour = (name: string, otherwise: string): Rgb => read(`charts-${name}`, otherwise, ground);
  const highContrast = document.body.matches('.vscode-high-contrast, .vscode-high-contrast-light');

  const quiet = highContrast ? foreground : read('descriptionForeground', css(mix(foreground, ground, 0.7)), ground);
  const train = colour('blue', '#3794ff');
  const red = colour('red', '#f14c4c');
  const yellow = colour('yellow', '#cca700');
  // The theme's own orange is translucent in the default themes and missing in those of high contrast.
  const orange = mix(red, yellow, 0.35);
  const grey = mix(foreground, ground, highContrast ? 0.85 : 0.6);
  const pale = mix(orange, grey, 0.5);
  const line = (one: Rgb): string => css(readable(one, foreground, ground, LINE));
  const words = (one: Rgb): string => css(readable(one, foreground, ground, WORDS));

  return {
    train: line(train),
    faint: css(mix(readable(train, foreground, ground, LINE), ground, highContrast ? 0.6 : 0.34)),
    validation: line(orange),
    compared: line(grey),
    comparedValidation: line(pale),
    best: line(colour('green', '#89d185')),
    error: line(red),
    warning: line(read('editorWarning-foreground', css(yellow), ground)),
    info: line(grey),
    ground: css(ground),
    grid: css(mix(foreground, ground, highContrast ? 0.25 : 0.11)),
    text: words(quiet),
    names: { train: words(train), validation: words(orange), compared: words(grey), comparedValidation: words(pale) },
    highContrast,
    font: fontOf(style),
  };
}

/** Calls back after the theme has changed; returns what ends it. */
export function followTheme(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
  observer.observe(document.body, { attributes: true, attributeFilter: ['class'] });
  return () => observer.disconnect();
}

/** Of axes and the names at the lines' ends. */
function fontOf(style: CSSStyleDeclaration): string {
  const size = Number.parseFloat(style.getPropertyValue('--vscode-font-size')) || 13;
  return `${Math.max(10, size - 1)}px ${style.getPropertyValue('--vscode-font-family').trim() || 'system-ui, sans-serif'}`;
}

let pixel: OffscreenCanvasRenderingContext2D | null | undefined;

/** What a CSS colour looks like there; undefined: it is none. */
function resolve(colour: string, behind: Rgb): Rgb | undefined {
  if (!CSS.supports('color', colour)) return undefined;
  pixel ??= new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  if (pixel === null) return undefined;
  for (const one of [css(behind), colour]) {
    pixel.fillStyle = one;
    pixel.fillRect(0, 0, 1, 1);
  }
  const [red = 0, green = 0, blue = 0] = pixel.getImageData(0, 0, 1, 1).data;
  return [red, green, blue];
}
