/** `modelwright summary` for people: a table of the layers, what they add up to, and the memory that training takes. */
import type { Layer, Network } from '../../ir/network';
import { describeOperation } from '../../network/describe';
import { formatBytes, formatMacs } from '../../network/numbers';
import { OPTIMIZERS, type Size, type Summary } from '../../network/summary';
import { type Column, tableLines } from '../terminal/table';
import type { Looks } from '../terminal/terminal';
import { printable, truncate } from '../terminal/width';

const LAYER_COLUMNS: readonly Column[] = [
  { title: 'layer', align: 'left' },
  { title: '', align: 'left' },
  { title: 'output', align: 'right' },
  { title: 'parameters', align: 'right' },
  { title: 'MACs', align: 'right' },
];

export function summaryLines(network: Network, { layers, totals, trainingMemory, partial }: Summary, { style }: Looks): string[] {
  const rows = layers.map((layer, at) => [
    printable(layer.calls > 1 ? `${layer.id} (${layer.calls} calls)` : layer.id),
    operation(network.layers[at]),
    layer.outputShape.map((size) => size ?? '?').join('×') || 'scalar',
    showCount(layer.parameters),
    showCount(layer.macs),
  ]);
  const total = ['', '', '', showCount(totals.parameters), showCount(totals.macs)];
  const [titles = '', ...lines] = tableLines(LAYER_COLUMNS, [...rows, total], style);

  const memoryColumns: Column[] = [
    { title: 'memory to train', align: 'left' },
    ...trainingMemory.map(({ batchSize }): Column => ({ title: `batch ${batchSize}`, align: 'right' })),
  ];
  const memory = OPTIMIZERS.map((optimizer) => [`  ${optimizer}`, ...trainingMemory.map((row) => showBytes(row[optimizer]))]);

  return [
    `${style.bold(printable(network.name))}${partial ? style.yellow('  partial: a statement that could not be read is left out') : ''}`,
    titles,
    ...lines.slice(0, -1),
    style.bold(lines.at(-1) ?? ''),
    '',
    totalsLine(totals),
    '',
    ...tableLines(memoryColumns, memory, style),
  ];
}

const operation = (layer: Layer | undefined): string =>
  layer === undefined || layer.op === 'input' ? '' : truncate(printable(describeOperation(layer)), 48);

function totalsLine({ parameters, trainableParameters, macs }: Summary['totals']): string {
  const bytes = typeof parameters === 'number' ? ` (${formatBytes(4 * parameters)})` : '';
  const trainable = parameters === trainableParameters ? 'all trainable' : `${showSize(trainableParameters)} trainable`;
  const work = typeof macs === 'number' ? formatMacs(macs) : `${showSize(macs)} MACs`;
  return `${showSize(parameters)} parameters${bytes}, ${trainable} · ${work} per sample`;
}

const showSize = (size: Size): string => (size === null ? '?' : size.toLocaleString('en-US'));

const showCount = (size: Size): string => (size === 0 ? '–' : showSize(size));

const showBytes = (size: Size): string => (typeof size === 'number' ? formatBytes(size) : `${showSize(size)} B`);
