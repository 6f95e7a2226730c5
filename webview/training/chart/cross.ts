/** The crosshair: a line over the curves, and a dot on each of them. */

export interface Cross {
  /** Pixels from the corner of the part for lines, within `height`. */
  show(left: number, dots: readonly Dot[], height: number): void;
  hide(): void;
}

export interface Dot {
  readonly y: number;
  readonly colour: string;
}

export function createCross(layer: HTMLElement): Cross {
  const line = document.createElement('div');
  line.className = 'chart-cross';
  line.hidden = true;
  layer.append(line);
  const elements: HTMLElement[] = [];

  const show: Cross['show'] = (left, dots, height) => {
    line.hidden = false;
    line.style.transform = `translateX(${Math.round(left)}px)`;
    const seen = dots.filter(({ y }) => y >= -1 && y <= height + 1);
    for (const [at, { y, colour }] of seen.entries()) {
      const element = elements[at] ?? document.createElement('div');
      if (elements[at] === undefined) {
        element.className = 'chart-dot';
        elements.push(element);
        layer.append(element);
      }
      element.hidden = false;
      element.style.transform = `translate(${left}px, ${y}px)`;
      element.style.backgroundColor = colour;
    }
    for (const element of elements.slice(seen.length)) element.hidden = true;
  };
  return {
    show,
    hide() {
      line.hidden = true;
      for (const element of elements) element.hidden = true;
    },
  };
}
