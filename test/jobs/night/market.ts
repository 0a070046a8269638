import {
  addDays,
  DAY,
  milliseconds,
  parseInstant,
  toInstant,
  type Instant,
} from '../../../lib/domain/instant.ts';
import type { Round } from '../../../lib/rounds/round.ts';
import type { RoundRow } from '../../../lib/rounds/row.ts';
import { defaultSettings } from '../../../lib/simulation/settings.ts';
import { simulate } from '../../../lib/simulation/simulate.ts';
import { shardOf } from '../../../lib/store/key.ts';
import type { SellerHistory } from '../../../lib/store/seller-history.ts';

const START = parseInstant('2026-01-05T00:00:00Z') as Instant;

/** A simulated marketplace as its table has it, in memory: a round a week for each seller, from the first Monday of 2026 on, and
 *  what the index would say of who was touched. `over` is when all of it is heard. */
export function market({ sellers, rounds, seed = 1 }: { sellers: number; rounds: number; seed?: number }) {
  const histories = new Map<string, SellerHistory>();
  const touched = new Map<string, Instant>();
  const erased = new Set<string>();
  const bySeller = new Map<string, RoundRow[]>();
  for (const row of simulate({ ...defaultSettings('trust-embedded'), sellers, rounds, seed }).rows)
    bySeller.set(row.sellerId, [...(bySeller.get(row.sellerId) ?? []), row]);
  const shards = new Map<number, string[]>();
  const put = (sellerId: string, history: SellerHistory) => {
    const shard = shards.get(shardOf(sellerId)) ?? [];
    if (!histories.has(sellerId)) shards.set(shardOf(sellerId), [...shard, sellerId].sort());
    histories.set(sellerId, history);
  };
  for (const [k, [sellerId, rows]] of [...bySeller].entries()) {
    const size = k % 2 === 0 ? 'small' : 'large';
    const seller = { at: START, id: 'd', ingestedAt: START, segments: { size }, covariates: {} };
    put(sellerId, { sellerId, rounds: rows.map(roundOf), seller });
  }
  return {
    over: addDays(START, 7 * rounds),
    ids: [...bySeller.keys()],
    of: (sellerId: string) => histories.get(sellerId) ?? none(sellerId),
    touched,
    change(sellerId: string, now: Instant, change: (history: SellerHistory) => SellerHistory): void {
      put(sellerId, change(histories.get(sellerId) ?? none(sellerId)));
      touched.set(sellerId, now);
    },
    erase(sellerId: string): void {
      histories.delete(sellerId);
      touched.delete(sellerId);
      erased.add(sellerId);
    },
    erased,
    facts: {
      readProcesses: () => Promise.resolve([]),
      async *readHistories(_tenant: string, shard: number) {
        for (const id of shards.get(shard) ?? []) if (!erased.has(id)) yield histories.get(id) ?? none(id);
      },
      readSeller: (_tenant: string, id: string) => Promise.resolve(histories.get(id) ?? none(id)),
      touchedSellers: (_tenant: string, shard: number, since: Instant) =>
        Promise.resolve(new Set((shards.get(shard) ?? []).filter((id) => (touched.get(id) ?? '') >= since))),
    },
    ledger: {
      among: (_tenant: string, _kind: string, ids: Iterable<string>) =>
        Promise.resolve(new Set([...ids].filter((id) => erased.has(id)))),
    },
  };
}
const none = (sellerId: string): SellerHistory => ({ sellerId, rounds: [] });

export type Market = ReturnType<typeof market>;

/** Her last round gets another answer, so many times what it was. */
export function answered(times: number, now: Instant): (history: SellerHistory) => SellerHistory {
  return (history) => {
    const last = history.rounds.at(-1);
    if (last?.action?.chosen === undefined) return history;
    const { chosen, ...action } = last.action;
    const late = { ...action, at: now, ingestedAt: now, id: `late-${now}`, chosen: chosen * times };
    return { ...history, rounds: [...history.rounds.slice(0, -1), { ...last, action: late }] };
  };
}

/** A simulated row as the table has it: heard the day it happened. */
function roundOf(row: RoundRow): Round {
  const at = addDays(START, 7 * (row.position - 1));
  const fact = (days: number, id: string) => {
    const when = toInstant(milliseconds(at) + days * DAY);
    return { at: when, id: `${id}-${row.position}`, ingestedAt: when };
  };
  const { sellerId, recommender, priorPlan, recommended, chosen, outcome, outcomeSeen } = row;
  const value = recommended ?? 0;
  return {
    tenant: 'us',
    sellerId,
    recommendationId: `r${String(row.position).padStart(3, '0')}`,
    recommendation: {
      ...fact(0, 'r'),
      recommender,
      value,
      unit: 'units',
      reasons: [],
      expiresAt: addDays(at, 5),
      ...(priorPlan !== null && { priorPlan }),
    },
    ...(chosen !== null && { action: { ...fact(1, 'a'), response: 'adjust', chosen } }),
    ...(outcome !== null && { outcome: { ...fact(2, 'o'), value: outcome } }),
    ...(outcomeSeen && { outcomeShown: fact(3, 's') }),
  };
}
