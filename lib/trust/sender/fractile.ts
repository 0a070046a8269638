import type { RoundRow } from '../../rounds/row.ts';
import { clusteredMean } from '../../stats/clustered-mean.ts';
import type { Sender } from '../estimates.ts';
import { meanQuantity } from '../quantity.ts';
import type { Sequence } from '../sequence.ts';
import { fractileTest, type FractileRound } from './fractile-test.ts';

/** Fewer sellers than this, and a test that leans on their number is rough. */
export const FEW_SELLERS = 20;

const NO_RATIO =
  'the sellers’ costs of too few and too many are not in the data (columns underage_cost, overage_cost)';
const NO_OUTCOME = 'no recommendation with costs has a known outcome';
const NO_SPREAD = 'every seller’s recommendations fall alike: no variance to test with';

/** Fractile test of a recommender, each recommendation against the critical ratio of its own costs. docs/model.md 6.9.2. */
export function fractileOf(sequences: readonly Sequence[]): Sender['fractile'] {
  const rounds = sequences.map((sequence) => sequence.rounds.flatMap(({ row }) => fractileRound(row) ?? []));
  const test = fractileTest(rounds);
  const reason = sequences.some((sequence) => sequence.rounds.some(({ row }) => ratioOf(row) !== undefined))
    ? NO_OUTCOME
    : NO_RATIO;
  const share = meanQuantity(
    clusteredMean(rounds.map((seller) => seller.map(({ hit }) => Number(hit)))),
    [0, 1],
    reason,
  );
  if (!test) return { share, target: null, z: null, p: null, method: null, reason };
  const { target, z, p, method, sellers } = test;
  const rough = method !== 'exact binomial' && sellers < FEW_SELLERS;
  return { share, target, z, p, method, reason: p === null ? NO_SPREAD : rough ? ROUGH : leftOut(sequences) };
}

/** A stock-out below the recommendation does not say on which side demand was: without these the share may lean. */
function leftOut(sequences: readonly Sequence[]): string | null {
  const bounds = sequences.flatMap(({ rounds }) => rounds.filter(({ row }) => isOnlyBound(row))).length;
  return bounds === 0
    ? null
    : `left out, only a bound being known of the outcome: ${bounds}; the share may lean to either side`;
}

const ROUGH = `fewer than ${FEW_SELLERS} sellers: the test is rough`;

function fractileRound(row: RoundRow): FractileRound | undefined {
  const qS = ratioOf(row);
  if (qS === undefined || row.recommended === null || row.outcome === null) return undefined;
  // demand of at least the outcome: a miss if that is above m already, else not known
  if (isOnlyBound(row)) return undefined;
  return { hit: row.outcome <= row.recommended, qS };
}

function isOnlyBound({ outcomeLog, outcome, recommended }: RoundRow): boolean {
  return outcomeLog?.censored === true && outcome !== null && recommended !== null && outcome <= recommended;
}

/** Cu / (Cu + Co) of a row. */
function ratioOf({ sender }: RoundRow): number | undefined {
  if (!sender || sender.underageCost === null || sender.overageCost === null) return undefined;
  return sender.underageCost / (sender.underageCost + sender.overageCost);
}
