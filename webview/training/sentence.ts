/** A message with the layer's name in bold, and the line that it leads to. */
import type { Message } from '../../src/protocol/messages';
import { type Child, el, link } from '../ui/dom';
import type { Run } from './run';

export function sentence({ text, params }: Message, run: Run | undefined, reveal: (layer: string) => void): Child[] {
  const layer = params['layer'];
  if (typeof layer !== 'string') return [text];
  const at = text.indexOf(layer);
  const words = at < 0 ? [text] : [text.slice(0, at), el('b', {}, layer), text.slice(at + layer.length)];
  const line = run?.info.lines[layer];
  return line === undefined ? words : [...words, ' ', link(`line ${line}`, () => reveal(layer))];
}
