import * as z from 'zod/mini';
import type { Instant } from '../domain/instant.ts';
import { type Closer, closerOf } from '../rounds/closer.ts';
import { type Reference, type ReferenceCounts, SMALLEST_REFERENCE } from '../rounds/reference.ts';
import type { RoundRow } from '../rounds/row.ts';
import { compare } from '../trust/sequence.ts';

/** Sellers of one shard range, by recommender and group; `value` null: all of them. */
const tallySchema = z.strictObject({
  recommender: z.string(),
  value: z.nullable(z.string()),
  sellers: z.int(),
  recommendation: z.int(),
  plan: z.int(),
});
export const referencePartSchema = z.strictObject({
  segment: z.nullable(z.string()),
  tallies: z.array(tallySchema),
});
export type ReferencePart = z.infer<typeof referencePartSchema>;
type Tally = z.infer<typeof tallySchema>;

/** What was closer more often for each seller, counted: a voice a seller. Rounds without her plan or the outcome say nothing,
 *  nor does what a robot may have answered.
 *  @param rows of whole sellers
 *  @param segment in which sellers are alike; null: none */
export function countReference(rows: readonly RoundRow[], segment: string | null): ReferencePart {
  const tallies = new Map<string, Tally>();
  for (const { recommender, value, lead } of voices(rows, segment))
    for (const group of value === undefined ? [null] : [null, value]) {
      const key = JSON.stringify([recommender, group]);
      const tally = tallies.get(key) ?? { recommender, value: group, sellers: 0, recommendation: 0, plan: 0 };
      tally.sellers += 1;
      if (lead !== 0) tally[lead > 0 ? 'recommendation' : 'plan'] += 1;
      tallies.set(key, tally);
    }
  return { segment, tallies: [...tallies.values()].toSorted(byGroup) };
}

/** Counts of a part in which some sellers' rounds are others now: what they were, less what those sellers were counted as before, and
 *  what they are. */
export function replacedReference(
  before: ReferencePart,
  gone: ReferencePart,
  came: ReferencePart,
): ReferencePart {
  const sums = new Map<string, Tally>();
  const add = (sign: 1 | -1, { tallies }: ReferencePart) => {
    for (const { recommender, value, sellers, recommendation, plan } of tallies) {
      const key = JSON.stringify([recommender, value]);
      const sum = sums.get(key) ?? { recommender, value, sellers: 0, recommendation: 0, plan: 0 };
      sum.sellers += sign * sellers;
      sum.recommendation += sign * recommendation;
      sum.plan += sign * plan;
      sums.set(key, sum);
    }
  };
  add(1, before);
  add(-1, gone);
  add(1, came);
  const left = [...sums.values()].filter(({ sellers }) => sellers > 0);
  return { segment: before.segment, tallies: left.toSorted(byGroup) };
}

/** Of a recommender all of them first, then group by group. */
const byGroup = (a: Tally, b: Tally): number =>
  compare(a.recommender, b.recommender) || compare(a.value ?? '', b.value ?? '');

const MOST_GROUPS = 200; // the largest

/** The parts of all shard ranges together. Groups below ten sellers are left out, and so is a recommender's count of all where
 *  even those are fewer: no number of a few is kept anywhere.
 *  @param countedAt the cut of the run */
export function mergeReferences(parts: readonly ReferencePart[], countedAt: Instant): readonly Reference[] {
  const [segment = null] = parts.map((part) => part.segment);
  const all = parts.flatMap(({ tallies }) => tallies);
  const names = [...new Set(all.map(({ recommender }) => recommender))].sort();
  return names.map((recommender) => {
    const merged = added(all.filter((tally) => tally.recommender === recommender));
    const groups = [...merged]
      .filter(([value, { sellers }]) => value !== null && sellers >= SMALLEST_REFERENCE)
      .toSorted(([one, a], [other, b]) => b.sellers - a.sellers || compare(one ?? '', other ?? ''))
      .slice(0, MOST_GROUPS);
    const everybody = merged.get(null) ?? NOBODY;
    return {
      recommender,
      countedAt,
      segment,
      all: everybody.sellers >= SMALLEST_REFERENCE ? everybody : NOBODY,
      groups: Object.fromEntries(groups),
    };
  });
}

const NOBODY: ReferenceCounts = { sellers: 0, recommendation: 0, plan: 0 };

function added(tallies: readonly Tally[]): ReadonlyMap<string | null, ReferenceCounts> {
  const sums = new Map<string | null, ReferenceCounts>();
  for (const { value, sellers, recommendation, plan } of tallies) {
    const sum = sums.get(value) ?? NOBODY;
    sums.set(value, {
      sellers: sum.sellers + sellers,
      recommendation: sum.recommendation + recommendation,
      plan: sum.plan + plan,
    });
  }
  return sums;
}

interface Voice {
  readonly recommender: string;
  value: string | undefined; // of the segment
  lead: number; // rounds in which the recommendation was closer, less those in which her plan was
}

const STEP: Readonly<Record<Closer, number>> = { recommendation: 1, plan: -1, equal: 0 };

function voices(rows: readonly RoundRow[], segment: string | null): Iterable<Voice> {
  const bySeller = new Map<string, Voice>();
  for (const { sellerId, recommender, priorPlan, recommended, outcome, suspect, segments } of rows) {
    if (priorPlan === null || recommended === null || outcome === null || suspect === true) continue;
    const key = JSON.stringify([sellerId, recommender]);
    const voice = bySeller.get(key) ?? { recommender, value: undefined, lead: 0 };
    voice.lead += STEP[closerOf(recommended, priorPlan, outcome)];
    voice.value = (segment === null ? undefined : segments[segment]) ?? voice.value;
    bySeller.set(key, voice);
  }
  return bySeller.values();
}
