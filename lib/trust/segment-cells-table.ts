import { milliseconds } from '../domain/instant.ts';
import { fewestMet } from './disclosure/isolation.ts';
import { rowOfOnes } from './disclosure/residue-row.ts';
import type { Counter } from './disclosure/smallest-support.ts';
import { publishable, type Sum } from './disclosure/withholding.ts';
import { SMALLEST_CELL } from './mean-of-cells.ts';
import { blockOf } from './segment-cells.ts';
import { sellersOf, unknownsOf, type Crowd, type Unknown } from './segment-cells-crowds.ts';
import { compare } from './sequence.ts';
import type { AnalysisSettings } from './settings.ts';

/** Smallest group of sellers a number by segment is published for: k. */
export const SMALLEST_PUBLISHED = 5;

/** A cell of one table, before it is decided whether it is published. */
export interface Candidate {
  readonly segment: string;
  readonly value: string;
  readonly recommender: string | null; // null: all together
  readonly sellers: number;
  /** Blocks of sellers who are let in, by recommender; '' in a period. */
  readonly blocks: ReadonlyMap<string, ReadonlySet<string>>;
  readonly status: 'published' | 'small' | 'complementary' | 'unsettled';
}

export interface Decided {
  readonly candidates: readonly Candidate[];
  readonly fewest: number | null;
}

/** Which cells of one period, or of now, may be published. */
export function decideTable(
  crowds: readonly Crowd[],
  when: 'now' | 'period',
  { asOf, segments = [] }: Pick<AnalysisSettings, 'asOf' | 'segments'>,
  counter: Counter,
): Decided {
  const unknowns = unknownsOf(crowds, when === 'now' ? () => true : settled(crowds));
  const open = String(blockOf(milliseconds(asOf)));
  const drafts = segments.flatMap((segment, i) =>
    draftsOf(segment, i, unknowns, when === 'now' ? open : null),
  );
  const given = totals(unknowns, when, counter);
  const sums = drafts.map(({ columns, recommender }, place): Sum => ({
    name: String(place).padStart(9, '0'), // drafts stand in the order of names
    sellers: counted(unknowns, columns),
    columns,
    together: recommender === null,
  }));
  const cells = sums.filter((_, place) => (drafts[place]?.sellers ?? 0) >= SMALLEST_PUBLISHED);
  const names = publishable({ columns: unknowns, given, cells }, SMALLEST_PUBLISHED, counter);
  const told = sums.filter(({ name }) => names.has(name));
  const rows = [...told.map(({ columns }) => columns), ...given].map(rowOfOnes);
  return {
    candidates: drafts.map((draft, place) =>
      Object.assign(draft, { status: statusOf(draft.sellers, sums[place], names) }),
    ),
    fewest: told.length === 0 ? null : fewestMet({ columns: unknowns, rows }),
  };
}

function statusOf(
  sellers: number,
  sum: Sum | undefined,
  published: ReadonlySet<string>,
): Candidate['status'] {
  if (sellers < SMALLEST_PUBLISHED) return 'small';
  if ((sum?.sellers ?? 0) < SMALLEST_PUBLISHED) return 'unsettled';
  return published.has(sum?.name ?? '') ? 'published' : 'complementary';
}

type Draft = Omit<Candidate, 'status'> & { readonly columns: readonly number[] };

/** Numbers of their own count, and only with recommenders whom enough such numbers were given. */
function settled(crowds: readonly Crowd[]): (of: Crowd['states'][number]) => boolean {
  const own = new Map<string, number>();
  for (const { states, sellers } of crowds)
    for (const [recommender, state] of states)
      if (state === 'own') own.set(recommender, (own.get(recommender) ?? 0) + sellers);
  return ([recommender, state]) => state === 'own' && (own.get(recommender) ?? 0) >= SMALLEST_PUBLISHED;
}

/** What the report says of each recommender and of all beside the segments. */
function totals(
  unknowns: readonly Unknown[],
  when: 'now' | 'period',
  counter: Counter,
): readonly (readonly number[])[] {
  const byRecommender = [...places(unknowns, ({ recommender }) => recommender)];
  if (when === 'period')
    return byRecommender
      .map(([, columns]) => columns)
      .filter((columns) => sellersAt(unknowns, columns) >= SMALLEST_CELL && counted(unknowns, columns) > 0);
  const all = unknowns.map((_, j) => j);
  const cells = byRecommender.map(([name, columns]) => ({
    name,
    columns,
    sellers: sellersAt(unknowns, columns),
    together: false,
  }));
  const names = publishable({ columns: unknowns, given: [all], cells }, SMALLEST_PUBLISHED, counter);
  return [all, ...cells.filter(({ name }) => names.has(name)).map(({ columns }) => columns)];
}

/** Cells of one segment: by value, each recommender, then all together. */
function draftsOf(segment: string, i: number, unknowns: readonly Unknown[], open: string | null): Draft[] {
  const byValue = [...places(unknowns, ({ values }) => values[i] ?? null)].toSorted(([a], [b]) =>
    compare(a, b),
  );
  return byValue.flatMap(([value, columns]) => {
    const own = [...grouped(columns, (j) => (unknowns[j] as Unknown).recommender)]
      .toSorted(([a], [b]) => compare(a, b))
      .map(([recommender, members]) => {
        const blocks =
          open === null
            ? new Set([''])
            : letIn(
                members.map((j) => unknowns[j] as Unknown),
                open,
              );
        const inside = members.filter((j) => open === null || blocks.has((unknowns[j] as Unknown).state));
        return { recommender, columns: inside, blocks: new Map([[recommender, blocks]]) };
      });
    const together = {
      recommender: null,
      columns: own.flatMap((each) => each.columns),
      blocks: new Map(own.flatMap(({ blocks }) => [...blocks])),
    };
    return [...own, ...(own.length > 1 ? [together] : [])].map((each) =>
      Object.assign(each, { segment, value, sellers: sellersAt(unknowns, each.columns) }),
    );
  });
}

/** Those who joined are let in k or more at a time, block by block, never those of the block that is open: so two
 *  reports tell a cell of the same sellers, or of k or more others. */
function letIn(members: readonly Unknown[], open: string): ReadonlySet<string> {
  const joined = new Map<string, number>();
  for (const { state, size } of members) joined.set(state, (joined.get(state) ?? 0) + size);
  const ordered = [...joined].filter(([block]) => block === '' || Number(block) < Number(open));
  const inside = new Set<string>();
  let [waiting, sellers]: [string[], number] = [[], 0];
  for (const [block, size] of ordered.toSorted(([a], [b]) => Number(a) - Number(b))) {
    waiting.push(block);
    sellers += size;
    if (sellers < SMALLEST_PUBLISHED) continue;
    for (const each of waiting) inside.add(each);
    [waiting, sellers] = [[], 0];
  }
  return inside;
}

function places(unknowns: readonly Unknown[], keyOf: (of: Unknown) => string | null): Map<string, number[]> {
  return grouped(
    unknowns.map((_, j) => j),
    (j) => keyOf(unknowns[j] as Unknown),
  );
}

function grouped(
  columns: readonly number[],
  keyOf: (column: number) => string | null,
): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const column of columns) {
    const key = keyOf(column);
    if (key === null) continue;
    const others = found.get(key);
    if (others === undefined) found.set(key, [column]);
    else others.push(column);
  }
  return found;
}

const sellersAt = (unknowns: readonly Unknown[], columns: readonly number[]): number =>
  sellersOf(columns.map((j) => unknowns[j] as Unknown));

const counted = (unknowns: readonly Unknown[], columns: readonly number[]): number =>
  sellersOf(columns.map((j) => unknowns[j] as Unknown).filter(({ sellers }) => sellers > 0));
