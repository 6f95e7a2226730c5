/** The one way in which the extension tells of something that went wrong. */
import { type LogOutputChannel, window } from 'vscode';
import { unlinked } from './plain-message';

export interface Choice {
  readonly title: string;
  readonly run: () => unknown;
}

/** `message`: what happened, and what to do. What exactly went wrong, `error`, goes to the log only. */
export type Report = (message: string, error?: unknown, ...choices: readonly Choice[]) => void;

export const reportTo =
  (log: LogOutputChannel): Report =>
  (message, error, ...choices) => {
    log.error(message, ...(error === undefined ? [] : [error instanceof Error ? error : String(error)]));
    const all: readonly Choice[] = [...choices, { title: 'Show Log', run: () => log.show() }];
    void window.showErrorMessage(unlinked(message), ...all).then((chosen) => chosen?.run());
  };
