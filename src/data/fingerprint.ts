import { createHash } from 'node:crypto';

/** SHA-256 over all parts, in hexadecimal. */
export function fingerprintOf(parts: Iterable<Uint8Array | string>): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}
