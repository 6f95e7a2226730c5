/** Mouse and keys over the drawing, as what they mean. */
import { type Direction, isDirection } from './navigate';

export interface Meanings {
  /** A click on a box, or nothing: undefined. */
  click(node: string | undefined, definition: boolean): void;
  /** Opens a box; on one that has nothing inside, closes the frame around it. */
  toggle(node: string): void;
  close(frame: string): void;
  /** The frame around the selected box. */
  closeAround(): void;
  /** Of the box that is selected, or else the first. */
  toggleSelected(): void;
  reveal(definition: boolean): void;
  move(direction: Direction): void;
  zoom(steps: number): void;
  fit(): void;
  actualSize(): void;
  search(): void;
}

export function listen(stage: HTMLElement, body: HTMLElement, mean: Meanings): void {
  stage.addEventListener('click', (event) => {
    const { frame, node, isToggle } = targetOf(event);
    if (frame !== undefined) mean.close(frame);
    else if (node !== undefined && isToggle) mean.toggle(node);
    else mean.click(node, event.altKey);
  });
  stage.addEventListener('dblclick', (event) => {
    const { node, isToggle, opens } = targetOf(event);
    if (node !== undefined && opens && !isToggle) mean.toggle(node);
  });
  body.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || isTyping(event.target)) return;
    if (press(event, mean)) event.preventDefault();
  });
}

function targetOf({ target }: Event) {
  const element = target instanceof Element ? target : undefined;
  const node = element?.closest<SVGGElement>('.node');
  return {
    frame: element?.closest<SVGGElement>('.frame-title:not(.fixed)')?.dataset.frame,
    node: node?.dataset.node,
    opens: node?.matches('.run, .block') === true,
    isToggle: element?.closest('.toggle') != null,
  };
}

/** False: not a key of this page. */
function press(event: KeyboardEvent, mean: Meanings): boolean {
  const { key, altKey } = event;
  const { frame } = targetOf(event);
  const isOnButton = event.target instanceof Element && event.target.closest('button') !== null;
  const everywhere: Readonly<Record<string, () => void>> = {
    '+': () => mean.zoom(1),
    '=': () => mean.zoom(1),
    '-': () => mean.zoom(-1),
    '0': mean.fit,
    '1': mean.actualSize,
    '/': mean.search,
    Escape: () => mean.click(undefined, false),
  };
  const onDrawing: Readonly<Record<string, () => void>> = {
    ' ': () => (frame === undefined ? mean.toggleSelected() : mean.close(frame)),
    Enter: () => (frame === undefined ? mean.reveal(altKey) : mean.close(frame)),
    Backspace: mean.closeAround,
  };
  const act = everywhere[key] ?? (isOnButton ? undefined : onDrawing[key]);
  if (act !== undefined) act();
  else if (!isOnButton && isDirection(key)) mean.move(key);
  else return false;
  return true;
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement || target instanceof HTMLSelectElement;
