/** A process as something to pay for: the whole of it or nothing. */
export interface Item {
  readonly process: string;
  readonly cost: number; // money, 0 or more
  readonly value: number; // trust points: effect per unit times units reached; may be below 0
}

export interface Portfolio {
  readonly processes: readonly string[]; // in the order of their names
  readonly cost: number;
  readonly value: number;
  /** How far a better portfolio could at most be ahead: 0 where the search was complete. */
  readonly gap: number;
}

const MOST_NODES = 1_000_000;

/** The processes that together give most within a budget, their values taken to add up: branch and bound on the 0/1
 *  knapsack, items by value per cost, bounded by the relaxation in which the last one may be taken in part (Dantzig 1957).
 *  Exact unless a million nodes do not suffice; then the best found, with the gap to the bound.
 *  @throws RangeError for a cost below zero, a value that is not finite or a negative budget */
export function bestPortfolio(items: readonly Item[], budget: number): Portfolio {
  if (!(budget >= 0)) throw new RangeError('bestPortfolio requires a budget of 0 or more');
  if (items.some(({ cost, value }) => !(cost >= 0) || !Number.isFinite(value)))
    throw new RangeError('bestPortfolio requires costs of 0 or more and finite values');
  const useful = items.filter(({ cost, value }) => value > 0 && cost <= budget);
  const ordered = useful.toSorted(
    (a, b) => b.value * a.cost - a.value * b.cost || (a.process < b.process ? -1 : 1),
  );
  const search = { items: ordered, nodes: 0, best: [] as readonly Item[], value: 0 };
  descend(search, 0, [], budget, 0);
  const bound = search.nodes > MOST_NODES ? relaxed(ordered, 0, budget) : search.value;
  return {
    processes: search.best.map(({ process }) => process).toSorted(),
    cost: search.best.reduce((sum, { cost }) => sum + cost, 0),
    value: search.value,
    gap: Math.max(0, bound - search.value),
  };
}

interface Search {
  readonly items: readonly Item[];
  nodes: number;
  best: readonly Item[];
  value: number;
}

function descend(search: Search, at: number, taken: readonly Item[], left: number, value: number): void {
  search.nodes += 1;
  if (value > search.value) {
    search.value = value;
    search.best = taken;
  }
  const item = search.items[at];
  if (item === undefined || search.nodes > MOST_NODES) return;
  if (value + relaxed(search.items, at, left) <= search.value) return;
  if (item.cost <= left) descend(search, at + 1, [...taken, item], left - item.cost, value + item.value);
  descend(search, at + 1, taken, left, value);
}

/** Most that the items from `at` on could give if the last one could be taken in part. */
function relaxed(items: readonly Item[], at: number, budget: number): number {
  let [left, value] = [budget, 0];
  for (let i = at; i < items.length; i += 1) {
    const item = items[i];
    if (item === undefined) break;
    if (item.cost > left) return value + (item.value * left) / item.cost;
    left -= item.cost;
    value += item.value;
  }
  return value;
}
