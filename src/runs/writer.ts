/**
 * Writes a run while it goes on. Everything is written at once or, for curves, within a tenth of a second, so that what
 * a killed process leaves behind is whole up to its last moment. Every method throws a `RunError` when the disk refuses.
 */
import { existsSync } from 'node:fs';
import type { EvaluationResult, EventBody, RunEvent } from '../protocol/events';
import type { Progress } from '../protocol/training';
import { RunError } from './error';
import { AppendFile, writeDurably, writeJson, writeJsonSomehow } from './files';
import { type CheckpointName, checkpointPath, layoutOf } from './layout';
import { releaseLock } from './lock';
import type { EvaluationRecord, Status } from './records';

type Current = Omit<Status, 'v' | 'updated'>;

const ROWS_KEPT = 256;
const ROWS_KEPT_MS = 100;
const STATUS_EVERY_MS = 1000;

export class RunWriter {
  private readonly layout: ReturnType<typeof layoutOf>;
  private readonly events: AppendFile;
  private readonly curves: AppendFile;
  private readonly rows: Float64Array;
  private rowsKept = 0;
  private rowsWritten = 0;
  private current: Current;
  private tellProgress: () => Progress | undefined = () => undefined;
  private statusWritten = 0;
  private isDeleted = false;

  /** Use `createRun` or `reopenRun`. */
  constructor(
    readonly id: string,
    readonly directory: string,
    private readonly columns: number,
    status: Current,
    private nextSeq = 0,
  ) {
    this.layout = layoutOf(directory);
    this.events = new AppendFile(this.layout.events);
    this.curves = new AppendFile(this.layout.curves);
    this.rows = new Float64Array(ROWS_KEPT * columns);
    this.current = status;
    this.update({});
  }

  /** As far as is known here; the file may be up to a second behind. */
  get status(): Current {
    return this.current;
  }

  /** Numbers and dates an event. */
  stamp(body: EventBody): RunEvent {
    return { v: 1, seq: this.nextSeq++, t: Date.now(), ...body };
  }

  /** Writes a stamped event, unless it is a `step`: those go to stdout only. */
  append(event: RunEvent): void {
    if (event.k !== 'step') this.events.append(`${JSON.stringify(event)}\n`);
  }

  /** One step's values, in the order of the columns. */
  addRow(values: readonly number[]): void {
    this.rows.set(values, this.rowsKept * this.columns);
    this.rowsKept++;
    const now = performance.now();
    if (this.rowsKept === ROWS_KEPT || now - this.rowsWritten >= ROWS_KEPT_MS) this.flush();
  }

  /** Says how far it is; the file follows about once a second. */
  progress(epoch: number, step: number): void {
    this.current = { ...this.current, epoch, step };
    if (performance.now() - this.statusWritten >= STATUS_EVERY_MS) this.update({});
  }

  /** What every status says from here on. It is asked for when the file is written, and not at every step. */
  sayProgress(tell: () => Progress): void {
    this.tellProgress = tell;
  }

  update(change: Partial<Current>): void {
    const progress = this.tellProgress();
    this.current = { ...this.current, ...(progress && { progress }), ...change };
    const write = (): void =>
      writeJsonSomehow(this.layout.status, { v: 1, ...this.current, updated: Date.now() } satisfies Status);
    // The first one comes before the run is whole.
    if (this.statusWritten > 0) this.unlessDeleted(write);
    else write();
    this.statusWritten = performance.now();
  }

  /**
   * Writes while the training goes on. It is on the disk at the end, and all events and rows before it are even sooner. Gives the
   * path from the run directory.
   */
  async saveCheckpoint(name: CheckpointName, content: Uint8Array): Promise<string> {
    this.flush();
    this.requireDirectory();
    try {
      await Promise.all([this.curves.flush(), this.events.flush()]);
      await writeDurably(this.layout.checkpoint(name), content);
    } catch (error) {
      throw this.refused(error);
    }
    return checkpointPath(name);
  }

  saveEvaluation(result: EvaluationResult): void {
    this.unlessDeleted(() => writeJson(this.layout.evaluation, { v: 1, ...result } satisfies EvaluationRecord));
  }

  /** Throws where somebody has deleted the run meanwhile, or is about to. */
  requireDirectory(): void {
    const { run, graph, columns } = this.layout;
    this.isDeleted ||= ![run, graph, columns].every((path) => existsSync(path));
    if (this.isDeleted) throw new RunError('gone', `The run directory ${this.directory} was deleted.`);
  }

  /** After the first sign of it nothing is written any more: it would be half a directory, or keep the rest from being deleted. */
  private unlessDeleted(write: () => void): void {
    this.requireDirectory();
    try {
      write();
    } catch (error) {
      throw this.refused(error);
    }
  }

  /** Where the run was deleted, that is why. */
  private refused(error: unknown): unknown {
    this.isDeleted ||= error instanceof RunError && error.kind === 'gone';
    this.requireDirectory();
    return error;
  }

  /** Lets go of the run. What could not be written any more is lost. */
  close(): void {
    try {
      this.flush();
    } finally {
      this.events.close();
      this.curves.close();
      releaseLock(this.directory);
    }
  }

  /** Writes the rows that are still kept. */
  flush(): void {
    const bytes = new Uint8Array(this.rows.buffer, 0, this.rowsKept * this.columns * 8);
    this.rowsKept = 0;
    this.rowsWritten = performance.now();
    if (bytes.length > 0) this.curves.append(bytes);
  }
}
