/** What the TensorFlow engine needs on this machine: listed, installed, looked after. */
import { resolve } from 'node:path';
import { EXIT_CODES } from '../protocol/exit-codes';
import { diagnose } from '../runtimes/diagnose';
import { findRuntimes } from '../runtimes/find';
import { dataHome } from '../runtimes/home';
import { installRuntime } from '../runtimes/install';
import { chooseFrom, lookAt } from '../runtimes/look';
import { readMachine } from '../runtimes/machine';
import type { Route } from '../runtimes/record';
import type { Device } from '../runtimes/runtime';
import type { Call, Command, Values } from './command';
import { probeFile } from './dist';
import { CommandError } from './errors';
import { diagnosisJson, runtimesJson } from './render/runtimes-json';
import { diagnosisLines, installedLines, runtimeLines } from './render/runtimes-text';
import { asText, type Terminal } from './terminal/terminal';

const ACTIONS = ['list', 'install', 'doctor'] as const;

type Action = (typeof ACTIONS)[number];

/** Which options go with which action. */
const OPTIONS: Readonly<Record<string, readonly Action[]>> = {
  json: ['list', 'doctor'],
  cpu: ['install'],
  gpu: ['install'],
  via: ['install'],
  force: ['install'],
};

export const runtime: Command = {
  options: {
    json: { doc: 'list, doctor: prints JSON.' },
    cpu: { doc: 'install: TensorFlow for the CPU, 0.9 GB on disk. As without it, where there is no NVIDIA GPU.' },
    gpu: {
      doc: 'install: TensorFlow for an NVIDIA GPU with its CUDA libraries, 5.7 GB on disk. As without it, where there is one.',
    },
    via: {
      value: 'npm|wheel',
      doc: 'install: from the npm package, or from the Python wheel, which takes pip or uv and a C++ compiler. Without it: what works here.',
    },
    force: { doc: 'install: anew, also where it is there already.' },
  },
  examples: [
    'modelwright runtime',
    'modelwright runtime install',
    'modelwright runtime install --gpu',
    'modelwright runtime doctor',
  ],

  async run({ usage, operands: [word = 'list', ...surplus], values, terminal }: Call) {
    const action = ACTIONS.find((one) => one === word);
    if (action === undefined) throw new CommandError(`modelwright runtime has no '${word}'. ${usage}`);
    if (surplus.length > 0) throw new CommandError(`${action} takes nothing more, but got '${surplus[0]}'.`);
    for (const name of values.keys()) {
      const owners = OPTIONS[name] ?? [];
      if (!owners.includes(action)) throw new CommandError(`--${name} goes with: modelwright runtime ${owners.join(' or ')}`);
    }
    if (action === 'install') return install(values, terminal);
    return action === 'doctor' ? doctor(values, terminal) : list(values, terminal);
  },
};

const here = () => ({ from: resolve('.'), home: dataHome() });

async function list(values: Values, terminal: Terminal): Promise<number> {
  const [machine, looked] = await Promise.all([readMachine(), lookAt(findRuntimes(here()), probeFile)]);
  const shown = { machine, looked, choice: chooseFrom(looked, machine) };
  if (values.has('json')) terminal.out(`${JSON.stringify(runtimesJson(shown), null, 2)}\n`);
  else terminal.out(asText(runtimeLines(shown, terminal)));
  return EXIT_CODES.done;
}

async function doctor(values: Values, terminal: Terminal): Promise<number> {
  const found = await diagnose(here(), await readMachine(), probeFile);
  if (values.has('json')) terminal.out(`${JSON.stringify(diagnosisJson(found), null, 2)}\n`);
  else terminal.out(asText(diagnosisLines(found, terminal)));
  const isWell = found.findings.length === 0 && found.checked.every(({ findings }) => findings.length === 0);
  return isWell ? EXIT_CODES.done : EXIT_CODES.failed;
}

async function install(values: Values, terminal: Terminal): Promise<number> {
  if (values.has('cpu') && values.has('gpu')) throw new CommandError('--cpu and --gpu are two installs: one after the other.');
  const device: Device | undefined = values.has('gpu') ? 'gpu' : values.has('cpu') ? 'cpu' : undefined;
  const stopped = new AbortController();
  const stop = (): void => stopped.abort();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
  const start = performance.now();
  try {
    const installed = await installRuntime({
      home: dataHome(),
      device,
      via: routeOf(values),
      force: values.has('force'),
      probeFile,
      signal: stopped.signal,
      tell: (step) => terminal.err(`${step} ...\n`),
    });
    terminal.out(asText(installedLines(installed, (performance.now() - start) / 1000)));
    return EXIT_CODES.done;
  } catch (error) {
    if (!stopped.signal.aborted) throw error;
    terminal.err('Stopped. Nothing was installed, and nothing is left of it.\n');
    return EXIT_CODES.stopped;
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, stop);
  }
}

function routeOf(values: Values): Route | undefined {
  const via = values.get('via');
  if (via === undefined || via === 'npm' || via === 'wheel') return via;
  throw new CommandError(`--via is one of npm, wheel, but got '${via}'.`);
}
