import { fileURLToPath } from 'node:url';
import type { DataHost } from '../../src/data/source';
import type { DataDescription, Step } from '../../src/ir/data';

export const host: DataHost = { builtinDir: fileURLToPath(new URL('../../src/data/builtin', import.meta.url)) };

/** `digits()` and what follows with a dot. */
export const digits = (...transforms: [op: string, args?: Step['args']][]): DataDescription => ({
  source: { op: 'digits', args: {} },
  transforms: transforms.map(([op, args = {}]) => ({ op, args })),
});
