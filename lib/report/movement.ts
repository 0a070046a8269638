import { Z95 } from '../stats/normal.ts';
import { grouped } from './grouping.ts';
import type { Estimates } from '../trust/estimates.ts';

type Cell = Estimates['evolution'][number];

/** How far trust in one recommender moved from the first period to the last. */
export interface Movement {
  readonly recommender: string;
  readonly from: Cell & { readonly mean: number };
  readonly to: Cell & { readonly mean: number };
  readonly change: number;
  readonly lower: number;
  readonly upper: number;
  /** `other sellers`: the two periods may have too few sellers in common for a change of anybody's trust. */
  readonly direction: 'rose' | 'fell' | 'cannot tell' | 'other sellers';
}

/** One movement a recommender that has two full periods with a known mean and interval. The two means are taken as
 *  independent; where they come from the same sellers, the interval is rather too wide than too narrow:
 *      change +- 1.96 sqrt(se_first^2 + se_last^2) */
export function movements({ evolution, trust }: Pick<Estimates, 'evolution' | 'trust'>): Movement[] {
  return spans(evolution).map(({ from, to }) =>
    between(from, to, trust.byRecommender[from.recommender]?.n ?? Infinity),
  );
}

/** First and last full period with a known mean, of each recommender that has two. */
export function spans(evolution: Estimates['evolution']): { readonly from: Known; readonly to: Known }[] {
  const byRecommender = grouped(evolution, ({ recommender }) => recommender);
  return [...byRecommender.values()].flatMap((cells) => {
    const full = fullPeriods(cells).filter(isKnown);
    const [from, to] = [full[0], full.at(-1)];
    return from !== undefined && to !== undefined && from !== to ? [{ from, to }] : [];
  });
}

/** The periods of one recommender in which at least half as many sellers were asked as in its largest. The few who are
 *  still asked when most have stopped are other people: their mean is no change of anybody's trust. */
function fullPeriods(cells: readonly Cell[]): readonly Cell[] {
  const most = Math.max(...cells.map(({ sellers }) => sellers));
  return cells.filter(({ sellers }) => 2 * sellers >= most);
}

type Known = Cell & { readonly mean: number; readonly lower: number; readonly upper: number };

function isKnown(cell: Cell): cell is Known {
  return cell.mean !== null && cell.lower !== null && cell.upper !== null;
}

/** Of N sellers at least n1 + n2 - N are in both periods; half of N must be. */
const mostlySame = (from: Known, to: Known, everybody: number): boolean =>
  from.sellers + to.sellers - everybody >= everybody / 2;

function between(from: Known, to: Known, everybody: number): Movement {
  const change = to.mean - from.mean;
  const half = Z95 * Math.hypot(standardError(from), standardError(to));
  const [lower, upper] = [change - half, change + half];
  const moved = lower > 0 ? 'rose' : upper < 0 ? 'fell' : 'cannot tell';
  const direction = mostlySame(from, to, everybody) ? moved : 'other sellers';
  return { recommender: from.recommender, from, to, change, lower, upper, direction };
}

const standardError = ({ lower, upper }: Known) => (upper - lower) / (2 * Z95);
