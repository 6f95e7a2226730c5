/** The box of values beside the crosshair. */
import { el } from '../../ui/dom';
import type { Finding } from './content';
import { exact } from './format';
import type { Palette } from './palette';
import type { Reading } from './read';

export interface Box {
  show(reading: Reading, findings: readonly Finding[], palette: Palette, room: Room): void;
  hide(): void;
}

/** In pixels of the chart. */
export interface Room {
  /** Of the part for lines. */
  readonly top: number;
  readonly bottom: number;
  /** Of the crosshair. */
  readonly x: number;
  /** The values stand high: the box keeps out of their way. */
  readonly isHigh: boolean;
  readonly width: number;
  readonly height: number;
}

const ASIDE = 12;
const INSET = 4;

export function createBox(layer: HTMLElement): Box {
  const box = el('div', { class: 'chart-box', 'aria-hidden': 'true' });
  box.hidden = true;
  layer.append(box);
  return {
    show({ title, more, values }, findings, palette, room) {
      box.replaceChildren(
        el('div', { class: 'chart-title' }, el('b', {}, title), el('span', { class: 'chart-note' }, ` · ${more}`)),
      );
      if (values.length > 0) {
        const table = el('div', { class: 'chart-values' });
        for (const { line, name, value, note } of values) {
          const swatch = el('i', { class: `chart-swatch ${line}` });
          swatch.style.borderTopColor = palette[line];
          const label = el('span', { class: 'chart-label' }, name);
          if (note !== '') label.append(el('span', { class: 'chart-note' }, `, ${note}`));
          table.append(swatch, label, el('b', {}, exact(value)));
        }
        box.append(table);
      }
      for (const { severity, text } of findings) {
        const mark = el('i', { class: 'chart-mark' }, '▲');
        mark.style.color = palette[severity];
        box.append(el('div', { class: 'chart-finding' }, mark, el('span', {}, text)));
      }
      box.hidden = false;
      box.style.maxWidth = `${room.width - 2 * INSET}px`;
      const { offsetWidth: width, offsetHeight: height } = box;
      const right = room.x + ASIDE;
      const left = room.x - ASIDE - width;
      // Beside the crosshair; over it only where there is no room on either side.
      const most = room.width - width - INSET;
      const x = right <= most ? right : left >= INSET ? left : Math.max(INSET, Math.min(right, most));
      const y = room.isHigh ? room.bottom - height - INSET : room.top + INSET;
      const inside = Math.max(0, Math.min(y, room.height - height));
      box.style.transform = `translate(${Math.round(x)}px, ${Math.round(inside)}px)`;
    },
    hide() {
      box.hidden = true;
    },
  };
}
