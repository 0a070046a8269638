import type { Estimates } from './estimates.ts';
import { meanOfCells } from './mean-of-cells.ts';
import { comparePeriods, isoWeek } from './period.ts';
import { crowdsOf } from './segment-cells-crowds.ts';
import { decide, type Decided } from './segment-cells-decision.ts';
import { SMALLEST_PUBLISHED } from './segment-cells-table.ts';
import type { Disclosure, SegmentCell } from './segment-schema.ts';
import type { Cell } from './seller-estimates.ts';
import type { TrustFit } from './trust-fit.ts';

/** Mean trust by segment value and recommender, now and by closed period, as far as no combination of what is published
 *  singles out fewer than five sellers; and what was checked. */
export function segmentEstimates(
  cells: readonly Cell[],
  fit: TrustFit,
): Pick<Estimates, 'segments' | 'disclosure'> & { readonly reason: string | null } {
  const names = fit.settings.segments ?? [];
  if (names.length === 0)
    return { segments: [], disclosure: null, reason: 'no segment is named in the settings' };
  const crowds = crowdsOf(cells);
  const when = closed([...crowds.keys()], fit);
  const sums = sumsOf(cells);
  const counter = { ranks: 0 };
  const tables = when.map((period) => {
    const { decided, fewest } = decide(crowds.get(period) ?? [], period === '', fit.settings, counter);
    return { period, decided, fewest };
  });
  const cellsOfAll = tables.flatMap(({ period, decided }) => decided.map((each) => [period, each] as const));
  const met = tables.flatMap(({ fewest }) => fewest);
  return {
    segments: cellsOfAll.map(([period, each]) =>
      cellOf(each, names[each.segment] ?? '', period, { sums, fit }),
    ),
    disclosure: {
      ...countsOf(cellsOfAll.map(([, { status }]) => status)),
      asBefore: 0,
      tables: tables.length,
      ranks: counter.ranks,
      fewest: met.length === 0 ? null : met.reduce((a, b) => Math.min(a, b)),
    },
    reason: cellsOfAll.length > 0 ? null : `no seller has a value of ${names.join(' or ')}`,
  };
}

/** Now, then the periods that are over, in the order of time: ISO weeks that ended by the cut; of numbered rounds all but
 *  the last. */
function closed(periods: readonly string[], { settings }: TrustFit): string[] {
  const ordered = periods.filter((period) => period !== '').toSorted(comparePeriods);
  const open = isoWeek(settings.asOf);
  const last = ordered.at(-1);
  const over = ordered.filter((period) => (period.includes('W') ? period < open : period !== last));
  return [...periods.filter((period) => period === ''), ...over];
}

/** Sums by what they are about. */
function sumsOf(cells: readonly Cell[]): ReadonlyMap<string, Cell> {
  return new Map(cells.filter(({ kind }) => kind === 'segment').map((cell) => [cell.of.join('\n'), cell]));
}

/** Why a cell is withheld. */
export const WITHHELD = {
  small: `fewer than ${SMALLEST_PUBLISHED} sellers: withheld`,
  complementary: `withheld so that fewer than ${SMALLEST_PUBLISHED} sellers cannot be computed from what is published`,
  unsettled:
    'withheld until outcomes have been seen: before, it is the same number as now or as another period, and subtraction would undo it',
} as const;

function cellOf(
  { value, recommender, sellers, blocks, status }: Decided,
  segment: string,
  period: string,
  { sums, fit }: { readonly sums: ReadonlyMap<string, Cell>; readonly fit: TrustFit },
): SegmentCell {
  const cell = { segment, value, recommender, period: period === '' ? null : period };
  if (status !== 'published')
    return { ...cell, sellers: null, mean: null, lower: null, upper: null, reason: WITHHELD[status] };
  const members = blocks.flatMap(([name, inside]) =>
    Array.from(inside, (block) => sums.get([segment, JSON.stringify(value), name, period, block].join('\n'))),
  );
  const { estimate, lower, upper, reason } = meanOfCells(
    members.filter((member) => member !== undefined),
    'trust',
    fit,
    { range: [0, 1], otherwise: 'no seller whose trust can be told' },
  );
  return { ...cell, sellers, mean: estimate, lower, upper, reason };
}

function countsOf(
  statuses: readonly Decided['status'][],
): Omit<Disclosure, 'asBefore' | 'tables' | 'ranks' | 'fewest'> {
  const of = (status: Decided['status']): number => statuses.filter((each) => each === status).length;
  return {
    smallestGroup: SMALLEST_PUBLISHED,
    cells: statuses.length,
    published: of('published'),
    small: of('small'),
    complementary: of('complementary'),
    unsettled: of('unsettled'),
  };
}
