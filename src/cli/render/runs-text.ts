/** Runs for people: a table of all, or a page about one. */
import type { EpochEvent } from '../../protocol/events';
import { formatDuration, formatMetric } from '../../protocol/format';
import { bestText, evaluationText, factsOf, trainedFile } from '../../runs/facts';
import type { Surveyed, WholeRun } from '../../runs/survey';
import type { Style } from '../terminal/style';
import { type Column, tableLines } from '../terminal/table';
import type { Looks } from '../terminal/terminal';
import { printable } from '../terminal/width';
import { testLines } from './training';

const COLUMNS: readonly Column[] = [
  { title: 'run', align: 'left' },
  { title: 'state', align: 'left' },
  { title: 'epoch', align: 'right' },
  { title: 'best', align: 'right' },
  { title: 'evaluation', align: 'left' },
  { title: 'file', align: 'left' },
];

/** Damaged ones in the place where they belong, with what is wrong below the table. */
export function runTable(runs: readonly Surveyed[], { style }: Looks): string[] {
  const rows = runs.map((run) => {
    if ('damage' in run) return [printable(run.id), style.red('damaged'), '', '', '', ''];
    const { record, status } = run;
    return [
      printable(run.id),
      stateText(run, style),
      `${status.epoch}/${record.settings.epochs}`,
      printable(bestText(run)),
      printable(evaluationText(run)),
      printable(trainedFile(run)),
    ];
  });
  const damaged = runs.flatMap((run) => ('damage' in run ? [`${style.red('damaged')} ${printable(run.damage)}`] : []));
  return [...tableLines(COLUMNS, rows, style), ...(damaged.length > 0 ? ['', ...damaged] : [])];
}

export function runLines(run: Surveyed, epochs: readonly EpochEvent[], looks: Looks): string[] {
  const { style } = looks;
  if ('damage' in run) return [`${style.bold(printable(run.id))}  ${style.red('damaged')}`, printable(run.damage)];
  const { record, status, meta, evaluation } = run;
  const began = `${record.created}, ${formatDuration((status.updated - Date.parse(record.created)) / 1000)}`;
  const facts = [...factsOf(run, began), ['source', `source/${record.source.entry}`] as const];
  return [
    `${style.bold(printable(run.id))}  ${stateText(run, style)}${meta.name === '' ? '' : `  ${printable(meta.name)}`}`,
    ...facts.flatMap(([name, text]) => (text === '' ? [] : [`  ${style.dim(name.padEnd(8))}  ${printable(text)}`])),
    ...(epochs.length > 0 ? ['', ...epochLines(epochs, status.best?.epoch, style)] : []),
    ...(evaluation === undefined ? [] : ['', ...testLines(evaluation, looks)]),
  ];
}

function epochLines(epochs: readonly EpochEvent[], best: number | undefined, style: Style): string[] {
  const names = Object.keys(epochs.at(-1)?.values ?? {});
  const columns: Column[] = ['epoch', ...names].map((title) => ({ title, align: 'right' }));
  const rows = epochs.map(({ epoch, values }) => [
    String(epoch),
    ...names.map((name) => formatMetric(name, values[name])),
    epoch === best ? '★' : '',
  ]);
  return tableLines([...columns, { title: '', align: 'left' }], rows, style);
}

function stateText({ status: { state } }: WholeRun, style: Style): string {
  if (state === 'done') return style.green(state);
  if (state === 'failed' || state === 'diverged') return style.red(state);
  return state === 'running' || state === 'starting' ? style.blue(state) : style.yellow(state);
}
