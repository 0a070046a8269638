import { DAY } from '../domain/instant.ts';
import type { RoundRow } from '../rounds/row.ts';
import type { Cells } from './cells.ts';
import { levelTerm, type SequencePath } from './evolution/seller-change.ts';
import { lastDecisions } from './evolution/window.ts';
import { compare } from './sequence.ts';

/** Weeks in which those who joined are let into the cells together: docs/disclosure.md. */
const BLOCK = 4;

/** Trust that differs by less is one number: two decimals do not tell it apart. */
const SAME = 0.005;

/** What one seller has to say with one recommender to the tables by segment. */
export interface Presence {
  readonly recommender: string;
  readonly joined: string; // block of her first decision
  /** Periods she decided in, and whether her trust then is a number of its own: not that of another period, nor of now. */
  readonly periods: readonly (readonly [period: string, own: boolean])[];
}

/** Segment values of every seller by the order of names, as her newest round has them; null where it has none. */
export function segmentValues(
  rows: readonly RoundRow[],
  names: readonly string[],
): ReadonlyMap<string, readonly (string | null)[]> {
  const newest = new Map<string, RoundRow>();
  for (const row of names.length === 0 ? [] : rows) {
    const other = newest.get(row.sellerId);
    if (other === undefined || isNewer(row, other)) newest.set(row.sellerId, row);
  }
  return new Map(
    Array.from(newest, ([sellerId, { segments }]) => [
      sellerId,
      names.map((name) => (Object.hasOwn(segments, name) ? (segments[name] ?? null) : null)),
    ]),
  );
}

/** Whatever order the rows come in. */
function isNewer(a: RoundRow, b: RoundRow): boolean {
  const order =
    a.position - b.position ||
    a.line - b.line ||
    compare(a.recommender, b.recommender) ||
    compare(JSON.stringify(a.segments), JSON.stringify(b.segments));
  return order > 0;
}

/** Adds one sequence to the sums by segment: `segment` [segment, value as JSON, recommender, period or '' for now, block she joined
 *  in or '' in a period]. */
export function addToSegments(
  cells: Cells,
  of: SequencePath,
  names: readonly string[],
  values: readonly (string | null)[],
): Presence {
  const { recommender } = of.sequence;
  const joined = blockJoined(of);
  const periods = [...lastDecisions(of.sequence)];
  const last = of.path.mean.length - 1;
  names.forEach((name, i) => {
    const value = values[i] ?? null;
    if (value === null) return;
    cells.add('segment', [name, JSON.stringify(value), recommender, '', joined], {
      trust: levelTerm(of, last),
    });
    for (const [period, k] of periods)
      cells.add('segment', [name, JSON.stringify(value), recommender, period, ''], {
        trust: levelTerm(of, k),
      });
  });
  return { recommender, joined, periods: periods.map(([period], i) => [period, isOwn(of, periods, i)]) };
}

/** Counts one seller among those whom no cell tells apart from her: `crowd` [period or '' for now, her values, and by
 *  recommender the block she joined in, or 'own' or 'shared' in a period]. */
export function addToCrowds(
  cells: Cells,
  values: readonly (string | null)[],
  presences: readonly Presence[],
): void {
  const sorted = presences.toSorted((a, b) => compare(a.recommender, b.recommender));
  const add = (when: string, states: readonly (readonly [string, string])[]) =>
    cells.add('crowd', [when, JSON.stringify(values), JSON.stringify(states)], {});
  add(
    '',
    sorted.map(({ recommender, joined }) => [recommender, joined]),
  );
  const periods = new Map<string, [string, string][]>();
  for (const { recommender, periods: own } of sorted)
    for (const [period, isOwnValue] of own)
      periods.set(period, [...(periods.get(period) ?? []), [recommender, isOwnValue ? 'own' : 'shared']]);
  for (const [period, states] of periods) add(period, states);
}

/** The block of weeks of an instant, counted from 1970: all blocks begin on a Monday. */
export function blockOf(milliseconds: number): number {
  const monday = Math.floor((milliseconds / DAY + 3) / 7); // 1970-01-01 was a Thursday
  return Math.floor(monday / BLOCK);
}

/** '' where rounds are only numbered: there is no series of reports to compare. */
function blockJoined({ sequence: { steps, rounds } }: SequencePath): string {
  const round = steps.find((step) => step.round !== null)?.round;
  const row = rounds[round ?? -1]?.row;
  return row === undefined || row.askedAt === null ? '' : String(blockOf(row.position));
}

function isOwn(of: SequencePath, periods: readonly (readonly [string, number])[], i: number): boolean {
  const at = (place: number): number => levelTerm(of, place).value;
  const now = at((periods[i] as readonly [string, number])[1]);
  const before = periods[i - 1];
  const after = periods[i + 1]?.[1] ?? of.path.mean.length - 1;
  return Math.abs(at(after) - now) >= SAME && (before === undefined || Math.abs(at(before[1]) - now) >= SAME);
}
