import * as fc from 'fast-check';
import { addDays, milliseconds, toInstant, type Instant } from '../../../lib/domain/instant.ts';
import type { Round } from '../../../lib/rounds/round.ts';
import { shardOf } from '../../../lib/store/key.ts';
import type { SellerHistory } from '../../../lib/store/seller-history.ts';
import { at } from '../pipeline.ts';

export const START = at('2026-06-01T02:00:00Z');
export const RANGE = { from: 0, to: 7 };
/** Sellers of eight shards. */
const IDS = Array.from({ length: 4000 }, (_, k) => `seller-${k}`)
  .filter((id) => shardOf(id) <= RANGE.to)
  .slice(0, 16);

const HOUR = 60 * 60 * 1000;

/** Something that happens to a seller, so many hours after the night before. */
export interface Happening {
  readonly seller: number;
  readonly round: number;
  readonly hours: number;
  readonly what: (typeof WHAT)[number];
}

const WHAT = [
  'issue',
  'act',
  'outcome',
  'ask',
  'answer',
  'describe',
  'expose',
  'keep',
  'bounce',
  'quarterly',
  'erase',
] as const;

export const happenings = fc.array(
  fc.record({
    seller: fc.nat(15),
    round: fc.nat(2),
    hours: fc.nat(23),
    what: fc.constantFrom(...WHAT),
  }),
  { maxLength: 14 },
);

/** Sellers in memory who change as time goes by, with what the table's index would say of them. */
export function movingSellers() {
  const sellers = new Map<string, SellerHistory>();
  const touched = new Map<string, Instant>();
  const erased = new Set<string>();
  return {
    erased,
    happen({ seller, round, hours, what }: Happening, after: Instant): void {
      const sellerId = IDS[seller] ?? '';
      const now = toInstant(milliseconds(after) + hours * HOUR);
      if (what === 'erase') {
        sellers.delete(sellerId);
        touched.delete(sellerId);
        erased.add(sellerId);
        return;
      }
      if (erased.has(sellerId)) return;
      const before = sellers.get(sellerId) ?? { sellerId, rounds: [] };
      sellers.set(sellerId, CHANGE[what](before, `r${round}`, now));
      touched.set(sellerId, now);
    },
    facts: {
      readProcesses: () => Promise.resolve([]),
      async *readHistories(_tenant: string, shard: number) {
        for (const [sellerId, history] of [...sellers].sort(([a], [b]) => (a < b ? -1 : 1)))
          if (shardOf(sellerId) === shard) yield history;
      },
      readSeller: (_tenant: string, sellerId: string) =>
        Promise.resolve(sellers.get(sellerId) ?? { sellerId, rounds: [] }),
      touchedSellers: (_tenant: string, shard: number, since: Instant) =>
        Promise.resolve(
          new Set([...touched].flatMap(([id, when]) => (shardOf(id) === shard && when >= since ? [id] : []))),
        ),
    },
    ledger: {
      among: (_tenant: string, _kind: string, ids: Iterable<string>) =>
        Promise.resolve(new Set([...ids].filter((id) => erased.has(id)))),
    },
  };
}

type Change = (seller: SellerHistory, recommendationId: string, now: Instant) => SellerHistory;

/** A fact may be heard of a day before its own instant, or days after it. */
const fact = (now: Instant, seed: string) => ({
  at: addDays(now, -seed.length),
  id: `${seed}-${now}`,
  ingestedAt: now,
});

function onRound(change: (round: Round, now: Instant) => Partial<Round>): Change {
  return (seller, recommendationId, now) => {
    const round = seller.rounds.find((each) => each.recommendationId === recommendationId) ?? {
      tenant: 'us',
      sellerId: seller.sellerId,
      recommendationId,
    };
    const others = seller.rounds.filter((each) => each !== round);
    const rounds = [...others, { ...round, ...change(round, now) }];
    return { ...seller, rounds: rounds.sort((a, b) => (a.recommendationId < b.recommendationId ? -1 : 1)) };
  };
}

const CHANGE: Readonly<Record<Exclude<Happening['what'], 'erase'>, Change>> = {
  issue: onRound((_, now) => ({
    recommendation: {
      ...fact(now, 'r'),
      recommender: 'replenishment',
      value: 100 + now.length,
      unit: 'units',
      reasons: [],
      priorPlan: 90,
      expiresAt: addDays(now, 2),
    },
  })),
  act: onRound((_, now) => ({ action: { ...fact(now, 'a'), response: 'adjust', chosen: 96 } })),
  // heard with the clock of another machine: after the cut that follows
  outcome: onRound((_, now) => ({
    outcome: { ...fact(addDays(now, 1), 'o'), value: 95 + (milliseconds(now) % 7) },
    outcomeShown: fact(now, 'shown'),
  })),
  ask: onRound((_, now) => ({
    invitation: {
      waveId: 'w1',
      linkHash: 'h',
      issueNo: 1,
      arm: 'show',
      invitedAt: now,
      closesAt: addDays(now, 3),
      sentAt: addDays(now, 1),
    },
  })),
  answer: onRound((round, now) => ({
    ...(round.reply && { earlierReplies: [...(round.earlierReplies ?? []), round.reply].slice(-19) }),
    reply: {
      ...fact(now, 's'),
      revision: 1,
      submissionId: now,
      decision: 'accept',
      chosen: 99,
      trustRating: 6,
      mainReason: null,
    },
  })),
  keep: onRound((_, now) => ({ keptUntil: addDays(now, 3) })),
  expose: (seller, _, now) => ({
    ...seller,
    exposures: [...(seller.exposures ?? []), { ...fact(now, 'e'), process: 'coaching', dose: 1 }],
  }),
  describe: (seller, _, now) => ({
    ...seller,
    seller: { ...fact(now, 'd'), segments: { size: now }, covariates: { age: 3 } },
  }),
  bounce: (seller, _, now) => ({ ...seller, contact: { bouncedAt: now } }),
  quarterly: (seller, _, now) => ({
    ...seller,
    quarterlies: [
      {
        tenant: 'us',
        sellerId: seller.sellerId,
        waveId: 'q1',
        linkHash: 'h',
        issueNo: 1,
        invitedAt: now,
        closesAt: addDays(now, 9),
        answers: { 'benevolence@1': { at: addDays(now, 1), rating: 4 } },
      },
    ],
  }),
};
