/** The names at the lines' ends: each beside its line, none over another. */
import { spread } from './spread';

export interface Name {
  readonly text: string;
  readonly colour: string;
  /** Where the line ends, from the top of the part for lines. */
  readonly y: number;
}

export interface Names {
  /** Pixels that the longest of them takes, `most` at most. */
  widthOf(texts: readonly string[], font: string, most: number): number;
  place(
    names: readonly Name[],
    at: { readonly left: number; readonly top: number; readonly width: number; readonly room: number },
  ): void;
}

const LINE_HEIGHT = 1.35;

export function createNames(layer: HTMLElement): Names {
  const elements: HTMLElement[] = [];
  const context = new OffscreenCanvas(1, 1).getContext('2d');
  return {
    widthOf(texts, font, most) {
      if (context === null) return most;
      context.font = font;
      return Math.min(most, Math.ceil(Math.max(0, ...texts.map((text) => context.measureText(text).width))) + 1);
    },
    place(names, { left, top, width, room }) {
      while (elements.length > names.length) elements.pop()?.remove();
      while (elements.length < names.length) {
        const element = document.createElement('span');
        element.className = 'chart-name';
        elements.push(element);
        layer.append(element);
      }
      const height = Math.ceil(LINE_HEIGHT * Number.parseFloat(getComputedStyle(layer).fontSize));
      const middles = spread(
        names.map(({ y }) => y),
        height,
        room,
      );
      for (const [at, { text, colour }] of names.entries()) {
        const element = elements[at];
        if (element === undefined) continue;
        element.textContent = text;
        element.title = text;
        element.style.color = colour;
        element.style.maxWidth = `${width}px`;
        element.style.height = element.style.lineHeight = `${height}px`;
        element.style.transform = `translate(${Math.round(left)}px, ${Math.round(top + (middles[at] ?? 0) - height / 2)}px)`;
      }
    },
  };
}
