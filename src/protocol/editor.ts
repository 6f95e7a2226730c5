/**
 * What the language server and an editor say to each other beyond the Language Server Protocol, whose positions and URIs are
 * used throughout. Any client may leave all of it out but the settings.
 */
import type { Diagnostic } from '../ir/diagnostic';
import type { Picture } from '../ir/view';
import { isFlag, isText, listOf, optional, record } from './guards';

/** To the server: `initializationOptions`, and this notification whenever one of them changes. */
export const CONFIGURE = 'modelwright/configure';

export interface ServerSettings {
  readonly v: 1;
  /** False: nothing outside the workspace folders is read. */
  readonly trusted: boolean;
  /** Another server completes, explains and checks TypeScript; what it says of a model file is not said twice. */
  readonly typescriptIsActive: boolean;
  readonly inlayHints: boolean;
  readonly codeLens: boolean;
}

const settingsChecks = record({
  v: (v) => v === 1,
  trusted: isFlag,
  typescriptIsActive: isFlag,
  inlayHints: isFlag,
  codeLens: isFlag,
});

export const isServerSettings = (value: unknown): value is ServerSettings => settingsChecks(value);

/** From the server: a file was compiled and its diagnostics are published. A client that shows its picture asks for a new one. */
export const COMPILED = 'modelwright/compiled';

export interface Compiled {
  readonly v: 1;
  readonly uri: string;
  /** Of the document. */
  readonly version: number;
}

/** To the server, a request: `ViewParams` → `ViewReport`, or null for a file it does not have. */
export const VIEW = 'modelwright/view';

export interface ViewParams {
  readonly uri: string;
  /** Absent, or not in the file: the first. */
  readonly model?: string;
  /** Ids of the boxes that are not folded. */
  readonly open: readonly string[];
}

const viewChecks = record({ uri: isText, model: optional(isText), open: listOf(isText) });

export const isViewParams = (value: unknown): value is ViewParams => viewChecks(value);

export interface ViewReport {
  readonly v: 1;
  readonly uri: string;
  readonly version: number;
  /** Names of all models in the file. */
  readonly models: readonly string[];
  /** Absent: there is none to show. */
  readonly shown?: ShownModel;
  /** A part of the file was left out, because it is half typed or wrong: the first reason. */
  readonly broken?: string;
}

export interface ShownModel {
  readonly name: string;
  /** Where the model stands in its file. */
  readonly line?: number;
  readonly picture: Picture;
  /** Of all layers; absent where a fault left them open. */
  readonly parameters?: number;
  readonly macs?: number;
  readonly layers: number;
  /** Of this file, with the layers they are about. Here and in the picture, the `file` of a place is a URI. */
  readonly findings: readonly Diagnostic[];
}

/** To the server, a request: `TrainingsParams` → `TrainingsReport`. Files that are not open are read from the disk. */
export const TRAININGS = 'modelwright/trainings';

export interface TrainingsParams {
  readonly uris: readonly string[];
}

export interface TrainingsReport {
  readonly v: 1;
  /** In the order of the files, then as they stand in each. A file that can't be read, or has none, is not in it. */
  readonly trainings: readonly KnownTraining[];
}

export interface KnownTraining {
  readonly uri: string;
  /** `default`, or the name of the export. */
  readonly name: string;
  readonly model: string;
}

const trainingsChecks = record({ uris: listOf(isText) });

export const isTrainingsParams = (value: unknown): value is TrainingsParams => trainingsChecks(value);

/** Commands behind code lenses. Their arguments: the URI, then the name of the model or training. */
export const SHOW_COMMAND = 'modelwright.showArchitecture';
export const TRAIN_COMMAND = 'modelwright.train';
