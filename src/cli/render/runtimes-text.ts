/** What `modelwright runtime` prints for people. */
import { counted, formatDuration } from '../../protocol/format';
import type { Diagnosis, Finding } from '../../runtimes/diagnose';
import type { Installed } from '../../runtimes/install';
import { type Looked, NOT_INSTALLED } from '../../runtimes/look';
import type { Machine } from '../../runtimes/machine';
import { type Column, tableLines } from '../terminal/table';
import type { Looks } from '../terminal/terminal';
import { printable, wrap } from '../terminal/width';
import type { Shown } from './runtimes-json';

const COLUMNS: readonly Column[] = [
  { title: 'from', align: 'left' },
  { title: 'package', align: 'left' },
  { title: 'TensorFlow', align: 'left' },
  { title: 'computes on', align: 'left' },
];

export function runtimeLines({ machine, looked, choice }: Shown, { style, columns }: Looks): string[] {
  const facts = machineFacts(machine);
  const wide = Math.max(...facts.map(([name]) => name.length));
  const [titles, ...rows] = tableLines(COLUMNS, looked.map(rowOf), style);
  // Most folders are as wide as a terminal.
  const runtimes = rows.flatMap((row, k) => [row, `  ${style.dim(printable(looked[k]?.runtime.folder ?? ''))}`]);
  return [
    ...facts.flatMap(([name, value]) =>
      wrap(printable(value), columns - wide - 2).map((line, k) => `${style.dim((k === 0 ? name : '').padEnd(wide))}  ${line}`),
    ),
    '',
    ...(looked.length === 0 ? [] : [titles ?? '', ...runtimes, '']),
    ...choice.why.flatMap((sentence) => wrap(printable(sentence), columns)),
  ];
}

function machineFacts({ platform, arch, cpu, memory, node, nvidia, tools }: Machine): (readonly [string, string])[] {
  const gpus = (nvidia?.gpus ?? []).map(
    ({ name, memory: mebibytes }) => ['GPU', `${name}, ${(mebibytes / 1024).toFixed(0)} GiB`] as const,
  );
  const { npm, python, pip, uv, compiler } = tools;
  const found = [
    npm && `npm ${npm}`,
    python && `${python.program} ${python.version}`,
    pip && `pip ${pip}`,
    uv && `uv ${uv}`,
    compiler && `${compiler.program} ${compiler.version}`,
  ].flatMap((tool) => (tool ? [tool] : []));
  return [
    ['machine', `${platform} ${arch}, ${(memory / 2 ** 30).toFixed(0)} GiB`],
    ['CPU', `${cpu.model}, ${counted(cpu.cores, 'core')}`],
    ...gpus,
    ['NVIDIA', nvidiaText(nvidia)],
    ['Node.js', node],
    ['tools', found.join(', ') || 'none'],
  ];
}

function nvidiaText(nvidia: Machine['nvidia']): string {
  if (nvidia === undefined) return 'no driver (nvidia-smi was not found)';
  if (nvidia.trouble !== undefined) return `the driver does not answer: ${nvidia.trouble}`;
  return `driver ${nvidia.driver ?? 'of unknown version'}${nvidia.cuda === undefined ? '' : `, CUDA ${nvidia.cuda}`}`;
}

function rowOf(looked: Looked): string[] {
  const { origin, package: name } = looked.runtime;
  if ('broken' in looked) return [origin, name, 'broken', ''];
  const { version, gpus } = looked.probe;
  return [origin, name, version, gpus.length > 0 ? 'GPU, CPU' : 'CPU'];
}

export function installedLines({ runtime, probe, record, already }: Installed, seconds: number): string[] {
  const size = record.files.reduce((sum, file) => sum + file.size, 0) / 1e9;
  const what = `TensorFlow ${probe.version} for the ${record.device.toUpperCase()}, ${size.toFixed(1)} GB, in ${runtime.folder}`;
  const uses =
    record.device === 'gpu' && probe.gpus.length === 0
      ? 'It finds no GPU here that it can use, and computes on the CPU. Why: modelwright runtime'
      : 'Trainings use it from now on.';
  if (!already) return [`Installed and loaded in ${formatDuration(seconds)}: ${what}`, uses];
  return [
    `It is there already, and works: ${what}`,
    `To install it anew: modelwright runtime install --${record.device} --force`,
  ];
}

export function diagnosisLines({ checked, findings }: Diagnosis, { style, columns }: Looks): string[] {
  const lines = ({ problem, mend }: Finding): string[] => {
    const [first = '', ...rest] = wrap(printable(problem), columns - 2);
    return [
      `${style.red('✗')} ${first}`,
      ...rest.map((line) => `  ${line}`),
      ...(mend === undefined ? [] : wrap(mend, columns - 2).map((line) => `  ${line}`)),
    ];
  };
  const runtimes = checked.flatMap((one) => {
    if (one.findings.length > 0) return one.findings.flatMap(lines);
    const on = (one.probe?.gpus.length ?? 0) > 0 ? 'GPU' : 'CPU';
    return [`${style.green('✓')} TensorFlow ${one.probe?.version} computes on the ${on}: ${one.origin}, ${one.folder}`];
  });
  const none = `Nothing is broken: trainings use onnxruntime, which comes with Modelwright. ${NOT_INSTALLED}`;
  return [...(checked.length > 0 ? runtimes : findings.length > 0 ? [] : wrap(none, columns)), ...findings.flatMap(lines)];
}
