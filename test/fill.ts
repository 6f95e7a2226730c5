/** Fills a small disk up. */
import { rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Takes all the space that is left but for so many bytes. Gives it back when called. */
export function fill(folder: string, leave: number): () => void {
  const path = join(folder, 'ballast');
  const pieces: number[] = [];
  for (let size = 1 << 20; size >= 1024; size >>= 1) {
    for (;;) {
      try {
        writeFileSync(`${path}.${pieces.length}`, Buffer.alloc(size, 1));
        pieces.push(pieces.length);
      } catch {
        rmSync(`${path}.${pieces.length}`, { force: true });
        break;
      }
    }
  }
  // Whoever writes meanwhile gets no more than that.
  truncateSync(`${path}.0`, Math.max(0, statSync(`${path}.0`).size - leave));
  return () => {
    for (const piece of pieces) rmSync(`${path}.${piece}`);
  };
}
