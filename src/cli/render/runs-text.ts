/** Runs for people: a table of all, or a page about one. */
import type { EpochEvent } from '../../protocol/events';
import { stateWord } from '../../protocol/exit-codes';
import { formatCount, formatDuration, formatMetric } from '../../protocol/format';
import { bestText, epochsText, evaluationText, factsOf, nowText, trainedFile } from '../../runs/facts';
import type { Surveyed, WholeRun } from '../../runs/survey';
import type { Style } from '../terminal/style';
import { type Column, tableLines } from '../terminal/table';
import type { Looks } from '../terminal/terminal';
import { printable } from '../terminal/width';
import { testLines } from './training';

interface RunColumn extends Column {
  readonly cell: (run: WholeRun, style: Style) => string;
}

const COLUMNS: readonly RunColumn[] = [
  { title: 'run', align: 'left', cell: ({ id }) => printable(id) },
  { title: 'state', align: 'left', cell: stateText },
  { title: 'epoch', align: 'right', cell: epochsText },
  { title: 'now', align: 'left', cell: (run) => printable(nowText(run, ['loss'])) },
  { title: 'best', align: 'right', cell: (run) => printable(bestText(run)) },
  { title: 'evaluation', align: 'left', cell: (run) => printable(evaluationText(run)) },
  { title: 'file', align: 'left', cell: (run) => printable(trainedFile(run)) },
];

/** Damaged ones in the place where they belong, with what is wrong below the table. */
export function runTable(runs: readonly Surveyed[], { style }: Looks): string[] {
  const isTrained = runs.some((run) => 'record' in run && nowText(run) !== '');
  const columns = COLUMNS.filter(({ title }) => title !== 'now' || isTrained);
  const rows = runs.map((run) =>
    'damage' in run
      ? [printable(run.id), style.red('damaged'), ...columns.slice(2).map(() => '')]
      : columns.map(({ cell }) => cell(run, style)),
  );
  const damaged = runs.flatMap((run) => ('damage' in run ? [`${style.red('damaged')} ${printable(run.damage)}`] : []));
  return [...tableLines(columns, rows, style), ...(damaged.length > 0 ? ['', ...damaged] : [])];
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
    formatCount(epoch),
    ...names.map((name) => formatMetric(name, values[name])),
    epoch === best ? '★' : '',
  ]);
  return tableLines([...columns, { title: '', align: 'left' }], rows, style);
}

function stateText({ status: { state } }: WholeRun, style: Style): string {
  const word = stateWord(state);
  if (state === 'done') return style.green(word);
  if (state === 'failed' || state === 'diverged') return style.red(word);
  return state === 'running' || state === 'starting' ? style.blue(word) : style.yellow(word);
}
