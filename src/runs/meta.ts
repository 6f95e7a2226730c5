/** What people say about a run. */
import { writeJson } from './files';
import { layoutOf } from './layout';
import { readMeta } from './read';
import type { Meta } from './records';

/** Gives a run a name of one line; an empty one takes it away. While it is trained, too. Throws a `RunError`. */
export function renameRun(directory: string, name: string): void {
  const meta: Meta = { ...readMeta(directory), name: name.replace(/\s+/g, ' ').trim() };
  writeJson(layoutOf(directory).meta, meta);
}
