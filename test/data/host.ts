import { fileURLToPath } from 'node:url';
import type { DataHost } from '../../src/data/source';
import type { DataDescription, Step } from '../../src/ir/data';

const builtinDir = fileURLToPath(new URL('../../src/data/builtin', import.meta.url));

/** As if the model file stood in `folder`, which is the workspace too. */
export const hostIn = (folder: string): DataHost => ({ builtinDir, baseDir: folder, readable: [folder], collections: [] });

export const host = hostIn(builtinDir);

/** `digits()` and what follows with a dot. */
export const digits = (...transforms: [op: string, args?: Step['args']][]): DataDescription => ({
  source: { op: 'digits', args: {} },
  transforms: transforms.map(([op, args = {}]) => ({ op, args })),
});
