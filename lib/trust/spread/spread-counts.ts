import { exact, fromExact } from '../../stats/exact-sum.ts';
import type { RoundRow } from '../../rounds/row.ts';
import type { SegmentCounts } from '../dynamics.ts';
import { compare, type Sequence, type SequenceSettings } from '../sequence.ts';
import { EVERYONE } from '../trust-fit.ts';
import { countUsable } from '../usable.ts';
import { sumOf, textOf } from './exact-text.ts';
import type { RecommenderCounts, SpreadCounts } from './pass-part.ts';

export function countsOf(
  rows: readonly RoundRow[],
  sequences: readonly Sequence[],
  reading: SequenceSettings,
): SpreadCounts {
  const byName = new Map<string, Sequence[]>();
  for (const sequence of sequences) {
    const members = byName.get(sequence.recommender);
    if (members) members.push(sequence);
    else byName.set(sequence.recommender, [sequence]);
  }
  return {
    suspects: rows.reduce((sum, { suspect }) => sum + (suspect === true ? 1 : 0), 0),
    usable: addUsables(countUsable(sequences, reading), NONE),
    recommenders: [...byName].map(([name, members]) => ofRecommender(name, members)).toSorted(byNames),
  };
}

const byNames = (a: RecommenderCounts, b: RecommenderCounts): number => compare(a.name, b.name);

function ofRecommender(name: string, sequences: readonly Sequence[]): RecommenderCounts {
  const counts = { sequences: 0, decisions: 0, outcomes: 0, worse: 0 };
  let [positive, negative] = [0n, 0n];
  for (const { steps } of sequences) {
    const decisions = steps.reduce((sum, { decision }) => sum + (decision ? 1 : 0), 0);
    if (decisions === 0) continue;
    counts.sequences += 1;
    counts.decisions += decisions;
    for (const { fidelity } of steps) {
      if (fidelity === null) continue;
      counts.outcomes += 1;
      if (fidelity < 0) counts.worse += 1;
      positive += exact(Math.max(fidelity, 0));
      negative += exact(Math.max(-fidelity, 0));
    }
  }
  return { name, ...counts, positive: textOf(positive), negative: textOf(negative) };
}

export function addCounts(a: SpreadCounts, b: SpreadCounts): SpreadCounts {
  const byName = new Map(a.recommenders.map((counts) => [counts.name, counts]));
  for (const counts of b.recommenders) {
    const before = byName.get(counts.name);
    byName.set(counts.name, before ? addRecommenders(before, counts) : counts);
  }
  return {
    suspects: a.suspects + b.suspects,
    usable: addUsables(a.usable, b.usable),
    recommenders: [...byName.values()].toSorted(byNames),
  };
}

function addRecommenders(a: RecommenderCounts, b: RecommenderCounts): RecommenderCounts {
  return {
    name: a.name,
    sequences: a.sequences + b.sequences,
    decisions: a.decisions + b.decisions,
    outcomes: a.outcomes + b.outcomes,
    worse: a.worse + b.worse,
    positive: textOf(sumOf(a.positive) + sumOf(b.positive)),
    negative: textOf(sumOf(a.negative) + sumOf(b.negative)),
  };
}

type Usables = SpreadCounts['usable'];
type Usable = Usables['trust'];

function addUsables(a: Usables, b: Usables): Usables {
  return {
    trust: addUsable(a.trust, b.trust),
    dynamics: addUsable(a.dynamics, b.dynamics),
    fidelity: addUsable(a.fidelity, b.fidelity),
    stated: addUsable(a.stated, b.stated),
    theories: addUsable(a.theories, b.theories),
  };
}

const NO_ROWS: Usable = { rows: 0, unused: {} };
const NONE = { trust: NO_ROWS, dynamics: NO_ROWS, fidelity: NO_ROWS, stated: NO_ROWS, theories: NO_ROWS };

/** Reasons in the order of their texts: which part met one first has no say. */
function addUsable(a: Usable, b: Usable): Usable {
  const reasons = [...new Set([...Object.keys(a.unused), ...Object.keys(b.unused)])].toSorted(compare);
  return {
    rows: a.rows + b.rows,
    unused: Object.fromEntries(reasons.map((why) => [why, (a.unused[why] ?? 0) + (b.unused[why] ?? 0)])),
  };
}

/** What the sequences of a segment number. */
export function segmentCounts({ recommenders }: SpreadCounts, segment: string): SegmentCounts {
  const members = recommenders.filter(({ name }) => segment === EVERYONE || name === segment);
  const total = (of: (counts: RecommenderCounts) => number) => members.reduce((sum, one) => sum + of(one), 0);
  const n = total(({ outcomes }) => outcomes);
  const mean = (of: 'positive' | 'negative') =>
    fromExact(members.reduce((sum, one) => sum + sumOf(one[of]), 0n)) / n;
  return {
    sequences: total(({ sequences }) => sequences),
    events: total(({ decisions }) => decisions),
    outcomes: {
      n,
      rp: mean('positive'),
      rn: mean('negative'),
      negative: total(({ worse }) => worse) / n,
    },
  };
}
