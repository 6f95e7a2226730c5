/** The page: takes reports, has them drawn one at a time, and keeps selection, zoom and focus over every change. */
import type { Picture, PictureNode } from '../../src/ir/view';
import type { ViewReport } from '../../src/protocol/editor';
import type { FromPreview, PreviewState, ToPreview } from '../../src/protocol/preview';
import { el } from './dom';
import type { Drawing } from './drawing';
import { counted, createHeader, ZOOM_STEP } from './header';
import { isDirection, neighbour } from './navigate';
import { createPainter, type Painted } from './painter';
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

export function createApp(body: HTMLElement, { send, keep, kept }: Surroundings): App {
  const mover = el('div', { class: 'mover diagram' });
  const workshop = el('div', { class: 'workshop diagram', 'aria-hidden': 'true' });
  const stage = el('main', { class: 'stage' }, mover);
  const notice = el('div', { class: 'notice', role: 'status' });
  const strip = el('footer', { class: 'strip' });
  const live = el('div', { class: 'spoken', 'aria-live': 'polite' });
  const zoom = createZoom(stage, mover, remember);
  const search = createSearch({
    picture: () => shown?.picture,
    go: (id) => select(id, { reveal: false, focus: false }),
    closed: () => focusSelected(),
  });
  const header = createHeader({
    chooseModel: (name) => send({ type: 'model', name }),
    search: () => search.open(),
    zoom: zoom.by,
    fit: zoom.fit,
    save: (format) => void save(format),
  });
  body.replaceChildren(header.element, notice, search.element, stage, strip, live, workshop);
  notice.hidden = true;

  const painter = createPainter(workshop);
  let report: ViewReport | undefined;
  let shown: { readonly picture: Picture; readonly drawing: Drawing } | undefined;
  let selected = kept?.selected;
  let lit: readonly string[] = [];
  let open = new Set(kept?.open ?? []);
  let isPainting = false;
  let waiting: ViewReport | undefined;

  // ── Reports

  /** The newest wins: what came while another was drawn is skipped. */
  async function take(next: ViewReport): Promise<void> {
    waiting = next;
    if (isPainting) return;
    isPainting = true;
    while (waiting !== undefined) {
      // Lets in what is waiting already.
      await new Promise((resolve) => setTimeout(resolve, 0));
      const taken: ViewReport = waiting;
      waiting = undefined;
      try {
        await show(taken);
      } catch (error) {
        tell(`This picture can't be drawn: ${error instanceof Error ? error.message : error}`);
      }
    }
    isPainting = false;
  }

  async function show(next: ViewReport): Promise<void> {
    const isOther = report !== undefined && (report.uri !== next.uri || report.shown?.name !== next.shown?.name);
    if (next.shown === undefined) {
      tell(next.broken === undefined ? undefined : `Last good picture. ${next.broken}`);
      if (next.broken === undefined || shown === undefined) showNothing(next);
      return;
    }
    const { picture } = next.shown;
    const painted = await painter.paint(picture);
    report = next;
    header.show(next);
    tell(next.broken === undefined ? undefined : `A part of the file is left out. ${next.broken}`);
    const hadFocus = mover.contains(document.activeElement);
    if (painted.isNew) put(picture, painted, isOther);
    shown = { picture, drawing: painted.drawing };
    mark();
    if (hadFocus) focusSelected();
    live.textContent = summary(next);
    remember();
  }

  function showNothing(next: ViewReport): void {
    report = next;
    shown = undefined;
    header.show(next);
    mover.replaceChildren();
    strip.replaceChildren(
      el(
        'div',
        { class: 'facts' },
        next.broken ?? 'No model in this file yet. Export one: export const net = model({ inputs, outputs });',
      ),
    );
  }

  /** The new drawing in the old one's place: the box that is selected, or else one in the middle, stays where it is. */
  function put(picture: Picture, { drawing }: Painted, isOther: boolean): void {
    const anchor = shown === undefined || isOther ? undefined : anchorOf(shown.drawing, drawing, picture);
    mover.replaceChildren(drawing.svg);
    if (selected !== undefined && !drawing.nodes.has(selected)) selected = successor(picture, selected);
    if (shown === undefined && kept?.transform !== undefined) zoom.restore(kept.transform);
    else if (shown === undefined || isOther || zoom.transform === undefined) zoom.fit();
    else if (anchor !== undefined) {
      const { left, top } = anchor.element.getBoundingClientRect();
      zoom.pan(anchor.left - left, anchor.top - top);
    }
  }

  function anchorOf(before: Drawing, after: Drawing, picture: Picture) {
    const old = (id: string): Element | undefined => before.nodes.get(id) ?? before.frames.get(id);
    const fresh = (id: string): Element | undefined => after.nodes.get(id) ?? after.frames.get(id);
    const middle = stage.getBoundingClientRect().top + stage.clientHeight / 2;
    const far = (id: string): number => Math.abs((old(id)?.getBoundingClientRect().top ?? 0) - middle);
    const common = [...picture.nodes, ...picture.frames].map(({ id }) => id).filter((id) => old(id) && fresh(id));
    const id = selected !== undefined && common.includes(selected) ? selected : common.sort((a, b) => far(a) - far(b))[0];
    const [from, element] = [id === undefined ? undefined : old(id), id === undefined ? undefined : fresh(id)];
    if (from === undefined || element === undefined) return undefined;
    const { left, top } = from.getBoundingClientRect();
    return { element, left, top };
  }

  function tell(text: string | undefined): void {
    notice.hidden = text === undefined;
    notice.textContent = text ?? '';
    stage.classList.toggle('old', text !== undefined && report?.shown !== undefined);
  }

  // ── Selection

  function select(id: string | undefined, { reveal = false, focus = true, definition = false } = {}): void {
    selected = id;
    mark();
    const element = id === undefined ? undefined : shown?.drawing.nodes.get(id);
    if (element !== undefined) {
      zoom.reveal(element);
      if (focus) element.focus({ preventScroll: true });
    }
    if (id !== undefined && reveal) send({ type: 'reveal', node: id, definition });
    remember();
  }

  const focusSelected = (): void => tabStop()?.focus({ preventScroll: true });

  const tabStop = (): SVGGElement | undefined => mover.querySelector<SVGGElement>('.node[tabindex="0"]') ?? undefined;

  const nodeOf = (id: string | undefined): PictureNode | undefined => shown?.picture.nodes.find((node) => node.id === id);

  /** Classes of what is selected and lit, the one tab stop, and the strip. */
  function mark(): void {
    if (shown === undefined || report?.shown === undefined) return;
    const { picture, drawing } = shown;
    const first = selected !== undefined && drawing.nodes.has(selected) ? selected : picture.nodes[0]?.id;
    for (const [id, element] of drawing.nodes) {
      element.classList.toggle('selected', id === selected);
      element.classList.toggle('lit', lit.includes(id));
      element.setAttribute('tabindex', id === first ? '0' : '-1');
    }
    const told = nodeOf(selected) ?? nodeOf(lit[0]) ?? picture.nodes.find(({ state }) => state === 'fault');
    strip.replaceChildren(
      ...stripOf(report.shown, told, {
        reveal: (node) => send({ type: 'reveal', node, definition: false }),
        fix: (finding, fix) => send({ type: 'fix', finding, fix }),
      }),
    );
  }

  // ── Opening and closing

  function toggle(node: PictureNode): void {
    if (node.kind === 'block' || node.kind === 'run') setOpen(node.id, true);
    else if (node.frame !== undefined) setOpen(node.frame, false);
  }

  function setOpen(id: string, isOpen: boolean): void {
    const frames = shown?.picture.frames ?? [];
    if (frames.some((frame) => frame.id === id && frame.fixed)) return;
    const inside = (frame: string | undefined): boolean =>
      frame !== undefined && (frame === id || inside(frames.find((one) => one.id === frame)?.parent));
    if (isOpen) open.add(id);
    else open = new Set([...open].filter((one) => !inside(one)));
    // What was looked at stays in its place.
    if (zoom.transform === undefined) zoom.pan(0, 0);
    selected = id;
    send({ type: 'open', open: [...open] });
    remember();
  }

  /** The first box inside what was opened. */
  function successor(picture: Picture, id: string): string | undefined {
    const inner = new Set([id]);
    for (const frame of picture.frames) if (frame.parent !== undefined && inner.has(frame.parent)) inner.add(frame.id);
    return picture.nodes.find(({ frame }) => frame !== undefined && inner.has(frame))?.id;
  }

  // ── Mouse and keys

  const targetOf = (event: Event) => {
    const element = event.target instanceof Element ? event.target : undefined;
    const frame = element?.closest<SVGGElement>('.frame-title')?.dataset.frame;
    const node = nodeOf(element?.closest<SVGGElement>('.node')?.dataset.node);
    return { frame, node, isToggle: element?.closest('.toggle') !== null && element !== undefined };
  };

  stage.addEventListener('click', (event) => {
    const { frame, node, isToggle } = targetOf(event);
    if (frame !== undefined) setOpen(frame, false);
    else if (node !== undefined && isToggle) toggle(node);
    else if (node !== undefined) select(node.id, { reveal: true, definition: event.altKey });
    else select(undefined);
  });
  stage.addEventListener('dblclick', (event) => {
    const { node, isToggle } = targetOf(event);
    if (node !== undefined && !isToggle && (node.kind === 'block' || node.kind === 'run')) toggle(node);
  });
  body.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || isTyping(event.target) || !press(event.key, event)) return;
    event.preventDefault();
  });

  /** False: not a key of this page. */
  function press(key: string, event: KeyboardEvent): boolean {
    const isOnButton = event.target instanceof Element && event.target.closest('button') !== null;
    const frame = targetOf(event).frame;
    if (key === '+' || key === '=') zoom.by(ZOOM_STEP);
    else if (key === '-') zoom.by(1 / ZOOM_STEP);
    else if (key === '0') zoom.fit();
    else if (key === '1') zoom.reset();
    else if (key === '/') search.open();
    else if (key === 'Escape') select(undefined);
    else if (isOnButton || shown === undefined) return false;
    else if (frame !== undefined && (key === ' ' || key === 'Enter')) setOpen(frame, false);
    else if (isDirection(key)) {
      const from = selected ?? tabStop()?.dataset.node ?? '';
      const isFirst = selected === undefined;
      select(isFirst ? from : (neighbour(shown.picture, shown.drawing, from, key) ?? from));
    } else {
      const node = nodeOf(selected ?? tabStop()?.dataset.node);
      if (node === undefined) return false;
      if (key === ' ') toggle(node);
      else if (key === 'Backspace' && node.frame !== undefined) setOpen(node.frame, false);
      else if (key === 'Enter') select(node.id, { reveal: true, definition: event.altKey });
      else return false;
    }
    return true;
  }

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
    keep({
      v: 1,
      uri: report.uri,
      open: [...open],
      ...(report.shown === undefined ? {} : { model: report.shown.name }),
      ...(transform === undefined ? {} : { transform }),
      ...(selected === undefined ? {} : { selected }),
    });
  }

  return {
    receive(message) {
      if (message.type === 'show') void take(message.report);
      else if (message.type === 'stale') tell(`This may be out of date. ${message.reason}`);
      else if (message.type === 'light') {
        lit = message.nodes;
        mark();
        const [first] = lit.flatMap((id) => shown?.drawing.nodes.get(id) ?? []);
        if (message.scroll && first !== undefined) zoom.reveal(first);
      }
    },
  };
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement || target instanceof HTMLSelectElement;

/** What a screen reader says after a change. */
function summary({ shown }: ViewReport): string {
  if (shown === undefined) return '';
  const faults = shown.findings.filter(({ severity }) => severity === 'error').length;
  return `${shown.name}: ${counted(shown.layers, 'layer')}, ${faults === 0 ? 'no faults' : counted(faults, 'fault')}`;
}
