import type { Unknown } from './segment-cells-crowds.ts';

/** Those who joined are let in k or more at a time, block of weeks by block, never those of the block that is open: so two
 *  reports tell a cell of the same sellers, or of k or more others. '' is the block of sellers whose rounds are only
 *  numbered. */
export function letIn(members: readonly Unknown[], open: number, k: number): ReadonlySet<string> {
  const joined = new Map<string, number>();
  for (const { state, size } of members) joined.set(state, (joined.get(state) ?? 0) + size);
  const over = [...joined].filter(([block]) => block === '' || Number(block) < open);
  const inside = new Set<string>();
  let waiting: string[] = [];
  let sellers = 0;
  for (const [block, size] of over.toSorted(([a], [b]) => Number(a) - Number(b))) {
    waiting.push(block);
    sellers += size;
    if (sellers < k) continue;
    for (const each of waiting) inside.add(each);
    waiting = [];
    sellers = 0;
  }
  return inside;
}
