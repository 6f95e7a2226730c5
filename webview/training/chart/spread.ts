/** Things beside each other that would lie on each other. */

/**
 * Middles of boxes of one height, as near to where they are wanted as they can be, none over another, all from 0 to `room`.
 * In the order of `wanted`.
 */
export function spread(wanted: readonly number[], height: number, room: number): number[] {
  interface Block {
    readonly members: readonly number[];
    /** Of the first member. */
    start: number;
  }
  const limit = (start: number, count: number): number => Math.max(height / 2, Math.min(start, room - height * (count - 0.5)));
  const order = wanted.map((_, at) => at).sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0) || a - b);
  const blocks: Block[] = [];
  for (const member of order) {
    let block: Block = { members: [member], start: limit(wanted[member] ?? 0, 1) };
    // Blocks that meet become one, around the middle of what its members want.
    for (let before = blocks.at(-1); before !== undefined; before = blocks.at(-1)) {
      if (before.start + before.members.length * height <= block.start) break;
      blocks.pop();
      const members = [...before.members, ...block.members];
      const middle = members.reduce((sum, one, at) => sum + (wanted[one] ?? 0) - at * height, 0) / members.length;
      block = { members, start: limit(middle, members.length) };
    }
    blocks.push(block);
  }
  const places = wanted.map(() => 0);
  for (const { members, start } of blocks) for (const [at, member] of members.entries()) places[member] = start + at * height;
  return places;
}
