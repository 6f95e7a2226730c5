/** What the epochs come to. */
import { quantile } from '../editor/quantile';
import type { Absent, Contender, Epoch } from './contender';
import type { Net } from './nets';

/** What the others are compared with. */
const YARDSTICKS = ['Keras', 'PyTorch'] as const;

export interface Result {
  readonly net: Net['name'];
  readonly rows: readonly Row[];
  readonly absent: readonly Absent[];
}

export interface Row extends Pick<Contender, 'name' | 'versions' | 'threads'> {
  /** An epoch takes: quartiles over the rounds. */
  readonly ms: readonly [number, number, number];
  /** Of the last epoch. */
  readonly loss: number;
  readonly accuracy: number;
  /** Time in that of each yardstick, at its best number of threads: quartiles of the rounds' ratios. */
  readonly ratios: Readonly<Record<string, readonly [number, number, number]>>;
}

export interface Timed {
  readonly contender: Contender;
  /** One of each round. */
  readonly epochs: readonly Epoch[];
}

export function rowsOf(timed: readonly Timed[]): Row[] {
  const yardsticks = YARDSTICKS.flatMap((name) => {
    const own = timed.filter(({ contender }) => contender.name === name);
    const [best] = own.toSorted((a, b) => quartiles(times(a))[1] - quartiles(times(b))[1]);
    return best ? [{ name, times: times(best) }] : [];
  });
  return timed.map((one) => {
    const { name, versions, threads } = one.contender;
    const { loss = Number.NaN, accuracy = Number.NaN } = one.epochs.at(-1) ?? {};
    const ratios = yardsticks.map((other) => {
      const ratio = times(one).map((ms, round) => ms / (other.times[round] ?? Number.NaN));
      return [other.name, quartiles(ratio)] as const;
    });
    const known = threads === undefined ? {} : { threads };
    return { name, versions, ...known, ms: quartiles(times(one)), loss, accuracy, ratios: Object.fromEntries(ratios) };
  });
}

const times = ({ epochs }: Timed): number[] => epochs.map(({ ms }) => ms);

const quartiles = (values: readonly number[]): [number, number, number] => [
  quantile(values, 0.25),
  quantile(values, 0.5),
  quantile(values, 0.75),
];

export function textOf({ title, batch, rows: count }: Net, { rows, absent }: Result): string {
  const steps = Math.ceil(count / batch);
  const head = ['', 'threads', 'ms an epoch', 'ms a step', ...YARDSTICKS.map((name) => `of ${name}'s`)];
  const cells = rows.map(({ name, threads, ms, ratios }) => [
    name,
    threads === undefined ? '' : String(threads),
    `${ms[1].toFixed(0)} (${ms[0].toFixed(0)}–${ms[2].toFixed(0)})`,
    (ms[1] / steps).toFixed(2),
    ...YARDSTICKS.map((name) => ratios[name]?.map((ratio) => ratio.toFixed(2)) ?? []).map(([low, middle, high]) =>
      middle === undefined ? '' : `${middle} (${low}–${high})`,
    ),
  ]);
  const widths = head.map((_, k) => Math.max(...[head, ...cells].map((line) => line[k]?.length ?? 0)));
  const lines = [head, ...cells].map((line) =>
    line.map((cell, k) => (k === 0 ? cell.padEnd(widths[k] ?? 0) : cell.padStart(widths[k] ?? 0))).join('  '),
  );
  return [
    `${title}; batch ${batch}, Adam, ${count} rows (${steps} steps) an epoch; half of the rounds lie between the numbers in brackets`,
    '',
    ...lines,
    '',
    `With ${[...new Set(rows.map(({ versions }) => versions))].join('; ')}.`,
    ...new Set(absent.map(({ name, reason }) => `${name} is left out: ${reason}`)),
    '',
  ].join('\n');
}
