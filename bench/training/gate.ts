/**
 * Where a contender stands still between two epochs until it is asked for the next. The whole process does, so that nothing of
 * an epoch is done off the clock; only the threads that compute could go on, and have nothing to do.
 */
import { readSync, writeSync } from 'node:fs';
import type { Epoch, Ready } from './contender';

export class Gate {
  private opened: number | undefined;

  constructor(private readonly ready: Ready) {}

  /** To be called where an epoch begins: from here to the next call is what an epoch takes. */
  pass(measured: Omit<Epoch, 'ms'>): void {
    this.tell(this.opened === undefined ? this.ready : { ms: performance.now() - this.opened, ...measured });
    if (readSync(0, Buffer.alloc(1)) === 0) process.exit(0);
    this.opened = performance.now();
  }

  private tell(message: Ready | Epoch): void {
    writeSync(1, `${JSON.stringify(message)}\n`);
  }
}
