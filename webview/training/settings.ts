/** With what a run was made: enough to know it again, and to make it once more. */
import type { Step } from '../../src/ir/data';
import type { Callback, Optimizer, Training } from '../../src/ir/training';
import { engineText } from '../../src/protocol/engine';
import type { CheckpointEvent } from '../../src/protocol/events';
import { counted, formatCount } from '../../src/protocol/format';
import type { OpenTarget, RunInfo } from '../../src/protocol/training';
import { dateText } from '../../src/protocol/when';
import { type Child, el, link, refill } from '../ui/dom';
import type { Run } from './run';
import { formatLearningRate, spaced } from './words';

export interface Settings {
  readonly element: HTMLElement;
  show(run: Run): void;
}

export function createSettings(open: (what: OpenTarget) => void): Settings {
  const element = el('div', { class: 'settings' });
  return {
    element,
    show(run) {
      const checkpoints = latestOf(run.story.checkpoints);
      refill(element, JSON.stringify([run.info, checkpoints]), () =>
        groupsOf(run.info, checkpoints, open).map(({ title, rows }) =>
          el(
            'section',
            {},
            el('h2', {}, title),
            el('dl', {}, ...rows.flatMap(([name, ...value]) => [el('dt', {}, name), el('dd', {}, ...value)])),
          ),
        ),
      );
    },
  };
}

type Row = readonly [name: string, ...value: Child[]];

function groupsOf(
  info: RunInfo,
  checkpoints: readonly CheckpointEvent[],
  open: (what: OpenTarget) => void,
): { readonly title: string; readonly rows: readonly Row[] }[] {
  const { settings, data, engine, firstEngine, versions } = info;
  return [
    { title: 'Training', rows: trainingRows(settings) },
    {
      title: 'Data',
      rows: [
        ['source', el('span', { class: 'code' }, [settings.data.source, ...settings.data.transforms].map(callOf).join('\n.'))],
        ...(['train', 'validation', 'test'] as const).map((split): Row => [split, `${formatCount(data.rows[split])} rows`]),
      ],
    },
    {
      title: 'Checkpoints',
      rows: checkpointRows(checkpoints),
    },
    {
      title: 'Made with',
      rows: [
        ['engine', engineText(engine)],
        ...(engine.note === undefined ? [] : [['why', engine.note] satisfies Row]),
        ...(firstEngine === undefined ? [] : [['begun with', engineText(firstEngine)] satisfies Row]),
        ...Object.entries(versions).map(([name, version]): Row => [name, version]),
        ['platform', info.platform],
      ],
    },
    {
      title: 'Run',
      rows: [
        ['id', info.id, ' ', link('Show the folder', () => open('folder'))],
        ['created', dateText(info.created)],
        ['file', link(info.file, () => open('source'))],
        ...(info.commit === undefined ? [] : [['commit', info.commit] satisfies Row]),
      ],
    },
  ];
}

function trainingRows({ objectives, epochs, batchSize, seed, metrics, callbacks = [] }: Training): Row[] {
  return [
    ...objectives.flatMap(({ losses, optimizer }): Row[] => [
      ...optimizerRows(optimizer),
      ['learning rate', rateText(optimizer)],
      ...losses.map(({ kind, fromLogits }): Row => ['loss', `${spaced(kind)}${fromLogits ? ', from logits' : ''}`]),
    ]),
    ['metrics', metrics.length === 0 ? 'none' : metrics.join(', ')],
    ['epochs', formatCount(epochs)],
    ['batch size', formatCount(batchSize)],
    ['seed', String(seed)],
    ...callbacks.map((callback): Row => ['callback', callbackText(callback)]),
  ];
}

/** Each with where it stands now: a later one replaces one of the same name. */
const latestOf = (checkpoints: readonly CheckpointEvent[]): readonly CheckpointEvent[] => [
  ...new Map(checkpoints.map((one) => [one.path, one])).values(),
];

function checkpointRows(checkpoints: readonly CheckpointEvent[]): Row[] {
  if (checkpoints.length === 0) return [['', 'None is saved yet.']];
  return checkpoints.map(
    ({ path, step, epoch }): Row => [
      path.replace(/^.*\/|\.[^.]*$/g, ''),
      `step ${formatCount(step)}, after ${counted(epoch, 'epoch')}`,
    ],
  );
}

function optimizerRows({ kind, learningRate: _, ...rest }: Optimizer): Row[] {
  return [['optimizer', kind], ...Object.entries(rest).map(([name, value]): Row => [spaced(name), String(value)])];
}

function rateText({ learningRate }: Optimizer): string {
  if (typeof learningRate === 'number') return formatLearningRate(learningRate);
  const { kind, ...rest } = learningRate;
  return `${spaced(kind)}, ${argumentsOf(rest)}`;
}

const callbackText = ({ kind, ...rest }: Callback): string => `${spaced(kind)}, ${argumentsOf(rest)}`;

const callOf = ({ op, args }: Step): string => `${op}(${argumentsOf(args)})`;

/** Whatever a model file says there: as text. */
const argumentsOf = (args: Readonly<Record<string, unknown>>): string =>
  Object.entries(args)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => `${spaced(name)} ${typeof value === 'string' ? value : JSON.stringify(value).replaceAll(',', ', ')}`)
    .join(', ');
