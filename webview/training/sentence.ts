/** A message with the layer's name in bold, and the line that it leads to. */
import type { Message } from '../../src/protocol/messages';
import { type Child, el, link } from '../ui/dom';
import type { Run } from './run';

/** As a whole sentence. */
export function sentence({ text, params }: Message): Child[] {
  const whole = /[.?]$/.test(text) ? text : `${text}.`;
  const layer = params['layer'];
  const at = typeof layer === 'string' ? whole.indexOf(layer) : -1;
  if (typeof layer !== 'string' || at < 0) return [whole];
  return [whole.slice(0, at), el('b', {}, layer), whole.slice(at + layer.length)];
}

/** Of the layer that is to blame; none where its line is not known. */
export function lineOf({ params }: Message, run: Run | undefined, reveal: (layer: string) => void): Child[] {
  const layer = params['layer'];
  const line = typeof layer === 'string' ? run?.info.lines[layer] : undefined;
  return typeof layer !== 'string' || line === undefined ? [] : [' ', link(`line ${line}`, () => reveal(layer))];
}
