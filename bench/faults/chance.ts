import { createHash } from 'node:crypto';
import { streams } from '../../lib/simulation/stream.ts';

/** Random choices that follow from their names alone: what one step of a history draws does not depend on the others, so
 *  that a history stays the same where steps are taken out of it. */
export interface Chance {
  readonly uniform: () => number; // on (0,1)
  readonly below: (most: number) => number; // 0 to most - 1
  readonly happens: (probability: number) => boolean;
  readonly pick: <Item>(items: readonly Item[]) => Item;
  readonly shuffled: <Item>(items: readonly Item[]) => Item[];
}

export function chance(...names: readonly (string | number)[]): Chance {
  const seed = createHash('sha256').update(names.join('\0')).digest().readInt32BE(0);
  const { uniform } = streams(seed).next().value;
  const below = (most: number) => Math.floor(uniform() * most);
  return {
    uniform,
    below,
    happens: (probability) => uniform() < probability,
    pick: <Item>(items: readonly Item[]) => {
      const item = items[below(items.length)];
      if (item === undefined) throw new RangeError('pick requires something to pick');
      return item;
    },
    shuffled: (items) =>
      items
        .map((item) => ({ item, at: uniform() }))
        .sort((a, b) => a.at - b.at)
        .map(({ item }) => item),
  };
}
