/** Below the drawing: what one box is and costs, or what is wrong with it and how to put it right. */

import type { Diagnostic, Severity } from '../../src/ir/diagnostic';
import type { Location } from '../../src/ir/location';
import type { PictureNode } from '../../src/ir/view';
import type { ShownModel } from '../../src/protocol/editor';
import { counted } from '../../src/protocol/format';
import { el, link } from '../ui/dom';

export interface StripActions {
  reveal(node: string): void;
  /** Positions in the model's findings and in its fixes. */
  fix(finding: number, fix: number): void;
}

/** `node` absent: the model as a whole. */
export function stripOf(shown: ShownModel, node: PictureNode | undefined, act: StripActions): HTMLElement[] {
  if (node === undefined) return [...findingRows(shown, isAboutTheFile, act), ...totalRows(shown)];
  const findings = findingRows(shown, ({ layer }) => layer !== undefined && node.layers.includes(layer), act);
  const where = linesOf(node.places);
  const name = el('span', { class: 'lead' }, el('b', {}, node.lines[0]), ' ');
  if (where !== '') name.append(link(where, () => act.reveal(node.id)));
  const facts = [
    name,
    ...(node.detail === undefined || node.state === 'fault' ? [] : [detailOf(node, node.detail)]),
    ...(node.output === undefined || node.output === '?' ? [] : [el('span', {}, 'output ', el('b', {}, node.output))]),
  ];
  const costs = [
    ...cost(node.parameters, shown.parameters, (size) => counted(size, 'parameter')),
    ...cost(node.macs, shown.macs, formatMacs),
  ];
  return [
    el('div', { class: 'facts' }, ...facts),
    ...findings,
    ...(costs.length > 0 ? [el('div', { class: 'facts' }, ...costs)] : []),
  ];
}

/** Of a layer: all its arguments. What is inside a block stays on one line. */
function detailOf({ kind }: PictureNode, detail: string): HTMLElement {
  return kind === 'layer'
    ? el('span', { class: 'detail' }, detail)
    : el('span', { class: 'detail inside', title: detail }, detail);
}

function totalRows({ name, layers, parameters, macs }: ShownModel): HTMLElement[] {
  const facts = [
    el('b', {}, name),
    counted(layers, 'layer'),
    ...(parameters === undefined ? [] : [counted(parameters, 'parameter')]),
    ...(macs === undefined ? [] : [formatMacs(macs)]),
  ];
  return [el('div', { class: 'facts' }, ...facts.map((fact) => el('span', {}, fact)))];
}

/** What no box can tell. Warnings of that kind are about data, not about the picture. */
const isAboutTheFile = ({ layer, severity }: Diagnostic): boolean => layer === undefined && severity === 'error';

/** What is wrong, the cause, and the fixes; of more than a few findings the first ones. */
function findingRows({ findings }: ShownModel, isMeant: (finding: Diagnostic) => boolean, act: StripActions): HTMLElement[] {
  const meant = findings.map((finding, at) => ({ finding, at })).filter(({ finding }) => isMeant(finding));
  const rows = meant.slice(0, SHOWN_FINDINGS).flatMap(({ finding, at }) => {
    const { severity, message, related, fixes, location, layer } = finding;
    const where = layer === undefined ? `, line ${location.range.start.line + 1}` : '';
    return [
      el('div', { class: `finding ${severity}` }, el('b', {}, `${KINDS[severity]}${where}: `), message),
      ...related.map((one) => el('div', { class: 'cause' }, `Cause, line ${one.location.range.start.line + 1}: ${one.message}`)),
      ...fixes.map(({ title }, fix) =>
        el(
          'div',
          {},
          link(`Fix: ${title}`, () => act.fix(at, fix)),
        ),
      ),
    ];
  });
  const left = meant.length - SHOWN_FINDINGS;
  return left > 0 ? [...rows, el('div', { class: 'cause' }, `${left} more in the Problems panel`)] : rows;
}

/** One missing bracket is a fault on every line behind it. */
const SHOWN_FINDINGS = 3;

const KINDS: Readonly<Record<Severity, string>> = { error: 'Fault', warning: 'Warning', info: 'Note' };

/** `line 7`, `lines 7 to 11`: of the calls in the file where the first one stands. */
function linesOf(places: readonly Location[]): string {
  const [first] = places;
  if (first === undefined) return '';
  const lines = places.filter(({ file }) => file === first.file).map(({ range }) => range.start.line + 1);
  const [from, to] = [Math.min(...lines), Math.max(...lines)];
  return from === to ? `line ${from}` : `lines ${from} to ${to}`;
}

/** A number and, as a bar, its share of the whole. */
function cost(part: number | undefined, whole: number | undefined, format: (size: number) => string): HTMLElement[] {
  if (part === undefined || part === 0) return [];
  const text = el('span', {}, format(part));
  if (whole === undefined || whole === 0) return [text];
  const share = Math.min(1, part / whole);
  const percent = share > 0 && share < 0.01 ? 'under 1 %' : `${Math.round(100 * share)} %`;
  const bar = el('span', {
    class: 'bar',
    role: 'img',
    'aria-label': `${percent} of the model`,
    title: `${percent} of the model`,
  });
  const filled = el('span');
  filled.style.width = `${100 * share}%`;
  bar.append(filled);
  return [el('span', { class: 'cost' }, text, bar)];
}

/** Multiply-accumulates for one sample. */
function formatMacs(macs: number): string {
  const units: readonly (readonly [number, string])[] = [
    [1e12, 'T'],
    [1e9, 'G'],
    [1e6, 'M'],
    [1e3, 'k'],
  ];
  const [size, unit] = units.find(([least]) => macs >= 0.9995 * least) ?? [1, ''];
  const scaled = macs / size;
  return `${size === 1 ? macs : scaled.toFixed(scaled < 99.95 ? 1 : 0)} ${unit}MACs`;
}
