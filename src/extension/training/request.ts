/** What a task of type `modelwright` says, and what the command line is told for it. */
import { existsSync } from 'node:fs';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { isRecord, isText } from '../../protocol/guards';

export const TASK_TYPE = 'modelwright';

/** In `tasks.json` as well, where `file` may also be relative to the folder. */
export interface TrainingRequest {
  /** Path of the model file. */
  readonly file: string;
  /** Name of the export; absent: the only one. */
  readonly training?: string;
  /** Id of a run to go on with, instead of a new one. */
  readonly resume?: string;
  readonly epochs?: number;
  readonly batchSize?: number;
  readonly seed?: number;
  readonly engine?: string;
  readonly device?: string;
  readonly threads?: number;
}

/** Settings of the editor that a training is started with. */
export interface EngineSettings {
  readonly engine: string;
  readonly device: string;
}

/** What the command line calls them. */
const OPTIONS = {
  epochs: 'epochs',
  batchSize: 'batch-size',
  seed: 'seed',
  engine: 'engine',
  device: 'device',
  threads: 'threads',
} as const;

type Option = keyof typeof OPTIONS;
const NAMES: readonly string[] = ['training', 'resume', ...Object.keys(OPTIONS)];

/** The request of a task in `folder`; a text: why it can't be one. Whether the values make sense the command line says, in the terminal. */
export function readRequest(definition: unknown, folder: string | undefined): TrainingRequest | string {
  if (!isRecord(definition) || !isText(definition['file'])) return '“file” must be the path of a model file.';
  const named = definition['file'].replace(/^\$\{workspaceFolder\}[\\/]/, '');
  if (!isAbsolute(named) && folder === undefined) return '“file” must be an absolute path, since the task belongs to no folder.';
  const file = isAbsolute(named) ? named : join(folder ?? '', named);
  const given = NAMES.filter((name) => ['string', 'number'].includes(typeof definition[name]));
  const request = { file, ...Object.fromEntries(given.map((name) => [name, definition[name]])) };
  return variableIn(request) ?? request;
}

/** In texts of a task VS Code replaces these, or runs the command that they name; there is no way to tell it not to. */
export function variableIn(request: TrainingRequest): string | undefined {
  const text = Object.values(request).find((value) => typeof value === 'string' && value.includes('${'));
  return text === undefined ? undefined : `VS Code would replace the variable in “${text}”. Train it in a terminal instead.`;
}

/** With what the settings say where the request says nothing. A run that goes on keeps its engine. */
export function withSettings(request: TrainingRequest, { engine, device }: EngineSettings): TrainingRequest {
  if (request.resume !== undefined) return request;
  return { ...(engine !== 'auto' && { engine }), ...(device !== 'auto' && { device }), ...request };
}

/** Behind the name of the program. */
export function argumentsOf({ file, training, resume, ...options }: TrainingRequest): string[] {
  const given = Object.entries(OPTIONS).flatMap(([name, option]) => {
    const value = options[name as Option];
    return value === undefined ? [] : [`--${option}=${value}`];
  });
  // The file may be gone; the run has a copy.
  if (resume !== undefined) return ['train', `--resume=${resume}`, ...given];
  return ['train', training === undefined ? file : `${file}#${training}`, ...given];
}

/** The folder of the file, or the first above it that is still there: the runs of both are in the same place. */
export function folderOf(file: string): string {
  const folder = dirname(file);
  return existsSync(folder) || dirname(folder) === folder ? folder : folderOf(folder);
}

/** `train digitsCnn`; `model` is that of the training. */
export function taskName({ file, training, resume }: TrainingRequest, model?: string): string {
  const byFile = basename(file).replace(/\.model\.ts$/, '');
  const name = training === undefined || training === 'default' ? (model ?? byFile) : training;
  return `${resume === undefined ? 'train' : 'continue'} ${name}`;
}
