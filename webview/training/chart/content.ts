/** What a chart is told to show. All of it is small; the rows themselves grow inside their `History`. */
import type { Axis } from '../../../src/protocol/training';
import type { History } from './history';

/** Column of the learning rate, which is not measured but decided. */
export const RATE = 'learning_rate';

export interface ChartContent {
  readonly run: Curves;
  /** Another run under this one; its label is cut where it is long. */
  readonly compared?: Curves & { readonly label: string };
  /** The best checkpoint. */
  readonly best?: { readonly step: number; readonly epoch: number };
  readonly findings: readonly Finding[];
  readonly axis: Axis;
  /** Of the values' axis. */
  readonly log: boolean;
  /** 0 (none) to 0.99: how much of the past counts. */
  readonly smoothing: number;
}

export interface Curves {
  readonly history: History;
  readonly stepsPerEpoch: number;
  /** The same measure on validation data, by steps done. Empty: there is none. */
  readonly validation: readonly EpochPoint[];
}

export interface EpochPoint {
  readonly epoch: number;
  readonly step: number;
  /** Null: not a finite number. */
  readonly value: number | null;
}

export interface Finding {
  /** What `onHover` names it by. */
  readonly id: string;
  readonly step: number;
  readonly severity: 'error' | 'warning' | 'info';
  /** Shown where the pointer is on its mark. */
  readonly text: string;
}

/** Where the crosshair stands. */
export interface Hover {
  readonly step: number;
  /** Ids of the findings that are marked there. */
  readonly findings: readonly string[];
}
