/**
 * Draws a picture with Mermaid. What only reads differently is changed in the drawing that is there; Mermaid is asked again
 * where boxes come, go or grow out of their place.
 */
import mermaid from 'mermaid';
import type { Picture } from '../../src/ir/view';
import { type Drawing, decorate, recolour } from './drawing';
import { hasSameStructure, relabel } from './relabel';

export interface Painter {
  /** Rejects where Mermaid can't draw the picture. */
  paint(picture: Picture): Promise<Painted>;
}

export interface Painted {
  readonly drawing: Drawing;
  /** False: the drawing that was there, with other texts. */
  readonly isNew: boolean;
}

/** `workshop`: a place in the page, out of sight but not of layout, styled as the drawing will be. */
export function createPainter(workshop: HTMLElement): Painter {
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: 'strict',
    suppressErrorRendering: true,
    layout: 'dagre',
    look: 'classic',
    theme: 'null',
    // Pills and stacks are sketched; the same picture has the same lines.
    handDrawnSeed: 1,
    htmlLabels: false,
    maxTextSize: 1_000_000,
    maxEdges: 4_000,
    flowchart: {
      htmlLabels: false,
      wrappingWidth: 500,
      padding: 13,
      nodeSpacing: 28,
      rankSpacing: 30,
      subGraphTitleMargin: { top: 0, bottom: 14 },
      useMaxWidth: false,
    },
  });
  let current: { readonly picture: Picture; readonly drawing: Drawing } | undefined;
  let count = 0;

  return {
    async paint(picture) {
      if (
        current !== undefined &&
        hasSameStructure(current.picture, picture) &&
        relabel(current.drawing, current.picture, picture)
      ) {
        const { drawing } = current;
        recolour(drawing, picture);
        current = { picture, drawing };
        return { drawing, isNew: false };
      }
      count += 1;
      const { svg } = await mermaid.render(`picture${count}`, picture.text, workshop);
      // Still measured there.
      const element = elementOf(svg);
      workshop.replaceChildren(element);
      const drawing = decorate(element, picture);
      workshop.replaceChildren();
      current = { picture, drawing };
      return { drawing, isNew: true };
    },
  };
}

/** As webview/mermaid.mjs has it, the element itself; from Mermaid as it is, text. */
function elementOf(svg: unknown): SVGSVGElement {
  const template = document.createElement('template');
  if (typeof svg === 'string') template.innerHTML = svg;
  const element = typeof svg === 'string' ? template.content.firstElementChild : svg;
  if (!(element instanceof SVGSVGElement)) throw new Error('Mermaid drew nothing.');
  return element;
}
