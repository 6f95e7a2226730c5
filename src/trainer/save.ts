/** Saves where a training stands, while it goes on. */
import type { Engine } from '../engines/engine';
import type { CheckpointReason } from '../protocol/events';
import type { RunWriter } from '../runs/writer';
import { encodeCheckpoint, type Point } from './checkpoint';
import type { Emit } from './conduct';

interface Setup {
  readonly engine: Engine;
  readonly run: RunWriter;
  readonly emit: Emit;
}

export class Saver {
  #saving: Promise<void> = Promise.resolve();
  #hasFailed = false;

  constructor(private readonly setup: Setup) {}

  /** What was begun can't be written. `finish` throws why; no step should be begun any more. */
  get hasFailed(): boolean {
    return this.#hasFailed;
  }

  /** The state is what it is now, whatever steps are asked for from here on. Resolves when all is on the disk. */
  save(point: Point, reasons: readonly CheckpointReason[]): Promise<void> {
    const state = this.setup.engine.readState();
    // One after the other: they have the same names.
    const saving = Promise.all([state, this.#saving]).then(([tensors]) =>
      this.#write(encodeCheckpoint({ state: tensors, point }), point, reasons),
    );
    // Whoever began it may be elsewhere when it fails.
    saving.catch(() => {
      this.#hasFailed = true;
    });
    this.#saving = saving;
    return saving;
  }

  /** Throws where what was begun could not be written. */
  finish(): Promise<void> {
    return this.#saving;
  }

  async #write(bytes: Uint8Array, { epoch, step, best }: Point, reasons: readonly CheckpointReason[]): Promise<void> {
    const { run, emit } = this.setup;
    for (const reason of reasons) {
      const path = await run.saveCheckpoint(reason === 'best' ? 'best' : 'last', bytes);
      // The status names the best that is on the disk.
      if (reason === 'best' && best !== undefined) run.update({ best });
      emit({ k: 'checkpoint', path, epoch, step, reason });
    }
  }
}
