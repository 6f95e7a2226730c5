/** The panels that show runs: opens them, and brings them back after a reload. */
import type { Disposable } from 'vscode';

export interface Panels extends Disposable {
  /** Of the run with this directory: the panel that is there, or a new one beside. `compare`: id of a run to lay over it. */
  show(directory: string, options?: { readonly compare?: string }): void;
  /** Directory of the run whose panel is active. */
  readonly active: string | undefined;
}

export const createPanels = (): Panels => ({ show: () => {}, active: undefined, dispose: () => {} });
