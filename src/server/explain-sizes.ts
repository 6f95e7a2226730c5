/** Lines that say where sizes come from, and those that these were made of, as long as there is room. */
import type { Network } from '../ir/network';
import { formatOrigin, originOf, type Part } from '../network/origin';

const MOST_LINES = 5;
/** Of a wide sum, not every part is asked. */
const MOST_QUESTIONS = 40;

/** `within`: a layer (its position) of which it goes without saying that it wrote down its own sizes. */
export function explainSizes(network: Network, sizes: readonly Part[], file: string, within?: number): string[] {
  const said = new Set<string>();
  const open = [...sizes];
  for (let asked = 0; asked < MOST_QUESTIONS && said.size < MOST_LINES; asked += 1) {
    const part = open.shift();
    if (part === undefined) break;
    const origin = originOf(network, part);
    if (origin === undefined) continue;
    const isOwn = origin.expression === undefined && origin.makers[0]?.layer === within;
    if (!isOwn) said.add(formatOrigin(origin, file));
    open.push(...origin.parts);
  }
  return [...said];
}
