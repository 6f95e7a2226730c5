/** The page: takes reports, has them drawn one at a time, and keeps selection, zoom and focus over every change. */
import type { Picture, PictureNode } from '../../src/ir/view';
import type { ViewReport } from '../../src/protocol/editor';
import type { FromPreview, PreviewState, ToPreview } from '../../src/protocol/preview';
import { el } from '../ui/dom';
import type { Drawing } from './drawing';
import { createHeader, summary } from './header';
import { listen } from './input';
import { neighbour } from './navigate';
import { newestOnly } from './newest';
import { createPainter } from './painter';
import { anchorOf, firstInside, framesInside } from './place';
import { pngData, svgText } from './save';
import { createSearch } from './search';
import { stripOf } from './strip';
import { createZoom } from './zoom';

export interface Surroundings {
  send(message: FromPreview): void;
  keep(state: PreviewState): void;
  readonly kept: PreviewState | undefined;
}

export interface App {
  receive(message: ToPreview): void;
}

export function createApp(body: HTMLElement, { send, keep, kept: restored }: Surroundings): App {
  const mover = el('div', { class: 'mover diagram' });
  const workshop = el('div', { class: 'workshop diagram', 'aria-hidden': 'true' });
  const stage = el('main', { class: 'stage' }, mover);
  const notice = el('div', { class: 'notice', role: 'status', hidden: '' });
  const empty = el('p', { class: 'empty', role: 'status', hidden: '' });
  const strip = el('footer', { class: 'strip' });
  const live = el('div', { class: 'spoken', 'aria-live': 'polite' });
  const zoom = createZoom(stage, mover, remember);
  const search = createSearch({
    picture: () => shown?.picture,
    go: (id) => select(id, { focus: false }),
    closed: () => focusSelected(),
  });
  const header = createHeader({
    chooseModel: (name) => send({ type: 'model', name }),
    search: search.open,
    zoom: zoom.step,
    fit: zoom.fit,
    save: (format) => void save(format),
  });
  const view = el('div', { class: 'view' }, stage, empty, notice, search.element);
  body.replaceChildren(header.element, view, strip, live, workshop);

  const painter = createPainter(workshop);
  let report: ViewReport | undefined;
  let shown: { readonly picture: Picture; readonly drawing: Drawing } | undefined;
  let kept = restored;
  let selected = kept?.selected;
  let lit: readonly string[] = [];
  let open: ReadonlySet<string> = new Set(kept?.open);

  // ── Pictures

  const take = newestOnly(async (next: ViewReport) => {
    try {
      if (next.shown === undefined) showNothing(next);
      else await show(next, next.shown.picture);
    } catch (error) {
      tell(`This picture can't be drawn: ${error instanceof Error ? error.message : error}`);
    }
  });

  async function show(next: ViewReport, picture: Picture): Promise<void> {
    const { drawing, isNew } = await painter.paint(picture);
    const before = shown === undefined ? kept : { uri: report?.uri, model: report?.shown?.name };
    const isOther = before?.uri !== next.uri || (before.model ?? picture.title) !== picture.title;
    if (isOther) begin(picture);
    report = next;
    header.show(next);
    tell(next.broken === undefined ? undefined : `A part of the file is left out. ${next.broken}`);
    const hadFocus = mover.contains(document.activeElement);
    empty.hidden = true;
    if (isNew || shown === undefined) put(picture, drawing, isOther);
    shown = { picture, drawing };
    mark();
    if (hadFocus) focusSelected();
    live.textContent = summary(next);
    remember();
  }

  /** Nothing of another model is kept. */
  function begin({ frames }: Picture): void {
    selected = undefined;
    open = new Set(frames.filter(({ fixed }) => !fixed).map(({ id }) => id));
  }

  /** What was good stays, as long as the file is only broken. */
  function showNothing(next: ViewReport): void {
    if (next.broken !== undefined && shown !== undefined && next.uri === report?.uri) {
      tell(`Last good picture. ${next.broken}`);
      return;
    }
    report = next;
    shown = undefined;
    tell(undefined);
    header.show(next);
    mover.replaceChildren();
    strip.replaceChildren();
    empty.hidden = false;
    empty.textContent =
      next.broken === undefined
        ? 'No model in this file yet. Export one:\nexport const net = model({ inputs, outputs });'
        : `No picture yet. ${next.broken}`;
  }

  /** The new drawing in the old one's place: the box that is selected, or else one in the middle, stays where it is. */
  function put(picture: Picture, drawing: Drawing, isOther: boolean): void {
    const { top, height } = stage.getBoundingClientRect();
    const place = shown === undefined ? undefined : anchorOf(shown.drawing, drawing, selected ?? lit[0], top + height / 2);
    mover.replaceChildren(drawing.svg);
    if (selected !== undefined && !drawing.nodes.has(selected)) selected = firstInside(picture, selected);
    if (shown === undefined && !isOther && kept?.transform !== undefined) zoom.restore(kept.transform);
    else if (shown === undefined || isOther || zoom.transform === undefined) zoom.fit();
    else if (place !== undefined) {
      const now = place.element.getBoundingClientRect();
      zoom.pan(place.left - now.left, place.top - now.top);
    }
  }

  function tell(text: string | undefined): void {
    notice.hidden = text === undefined;
    notice.textContent = text ?? '';
  }

  // ── Selection

  function select(id: string | undefined, { focus = true } = {}): void {
    selected = id;
    mark();
    const element = id === undefined ? undefined : shown?.drawing.nodes.get(id);
    if (element !== undefined) zoom.reveal(element);
    if (focus) element?.focus({ preventScroll: true });
    remember();
  }

  function reveal(id: string, definition: boolean): void {
    select(id);
    send({ type: 'reveal', node: id, definition });
  }

  const nodeOf = (id: string | undefined): PictureNode | undefined => shown?.picture.nodes.find((node) => node.id === id);

  /** The box that keys are about: the selected one, or else the first. */
  const current = (): PictureNode | undefined => nodeOf(selected) ?? shown?.picture.nodes[0];

  const focusSelected = (): void => {
    const id = current()?.id;
    if (id !== undefined) shown?.drawing.nodes.get(id)?.focus({ preventScroll: true });
  };

  /** Classes of what is selected and lit, the one tab stop, and the strip. */
  function mark(): void {
    if (shown === undefined || report?.shown === undefined) return;
    const { version } = report;
    const stop = current()?.id;
    for (const [id, element] of shown.drawing.nodes) {
      element.classList.toggle('selected', id === selected);
      element.classList.toggle('lit', lit.includes(id));
      element.setAttribute('tabindex', id === stop ? '0' : '-1');
    }
    const told = nodeOf(selected) ?? nodeOf(lit[0]) ?? shown.picture.nodes.find(({ state }) => state === 'fault');
    strip.replaceChildren(
      ...stripOf(report.shown, told, {
        reveal: (node) => send({ type: 'reveal', node, definition: false }),
        fix: (finding, fix) => send({ type: 'fix', version, finding, fix }),
      }),
    );
  }

  // ── Opening and closing

  function toggle(node: PictureNode | undefined): void {
    if (node?.kind === 'block' || node?.kind === 'run') change(node.id, new Set([...open, node.id]));
    else if (node?.frame !== undefined) close(node.frame);
  }

  function close(frame: string): void {
    if (shown === undefined || shown.picture.frames.some(({ id, fixed }) => id === frame && fixed)) return;
    const inside = framesInside(shown.picture, frame);
    change(frame, new Set([...open].filter((id) => !inside.has(id))));
  }

  /** `id`: what was opened or closed. It stays in its place, so the drawing is no longer fitted to the window. */
  function change(id: string, next: ReadonlySet<string>): void {
    open = next;
    selected = id;
    zoom.pan(0, 0);
    send({ type: 'open', open: [...open] });
    remember();
  }

  listen(stage, body, {
    click: (id, definition) => (id === undefined ? select(undefined) : reveal(id, definition)),
    toggle: (id) => toggle(nodeOf(id)),
    close,
    closeAround: () => close(current()?.frame ?? ''),
    toggleSelected: () => toggle(current()),
    reveal: (definition) => reveal(current()?.id ?? '', definition),
    move(direction) {
      const from = current()?.id;
      if (shown === undefined || from === undefined) return;
      // The first press shows where one is.
      select(selected === undefined ? from : (neighbour(shown.picture, shown.drawing, from, direction) ?? from));
    },
    zoom: zoom.step,
    fit: zoom.fit,
    actualSize: zoom.actualSize,
    search: search.open,
  });

  // ── The rest

  async function save(format: 'svg' | 'png'): Promise<void> {
    const svg = shown?.drawing.svg;
    if (svg === undefined) return;
    try {
      send({ type: 'save', format, data: format === 'svg' ? svgText(svg) : await pngData(svg) });
    } catch {
      tell('This picture is too large for a PNG file. Save it as SVG.');
    }
  }

  function remember(): void {
    if (report === undefined) return;
    const { transform } = zoom;
    kept = {
      v: 1,
      uri: report.uri,
      open: [...open],
      ...(report.shown === undefined ? {} : { model: report.shown.name }),
      ...(transform === undefined ? {} : { transform }),
      ...(selected === undefined ? {} : { selected }),
    };
    keep(kept);
  }

  /** `scroll`: the cursor was moved, and what was selected here no longer matters. */
  function light(nodes: readonly string[], scroll: boolean): void {
    lit = nodes;
    if (scroll && selected !== undefined && !nodes.includes(selected)) selected = undefined;
    mark();
    const [first] = nodes.flatMap((id) => shown?.drawing.nodes.get(id) ?? []);
    if (scroll && first !== undefined) zoom.reveal(first);
  }

  return {
    receive(message) {
      if (message.type === 'show') take(message.report);
      else if (message.type === 'stale') tell(`This may be out of date. ${message.reason}`);
      else if (message.type === 'light') light(message.nodes, message.scroll);
    },
  };
}
