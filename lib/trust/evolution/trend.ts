import { deltaVariance } from '../../stats/delta-method.ts';
import { Z95 } from '../../stats/normal.ts';
import type { SellerRow } from '../seller-estimates.ts';
import { changeTerm, type SequencePath } from './seller-change.ts';

const TREND_ROUNDS = 8;
const NO_TREND = { trend: null, trendLower: null, trendUpper: null };

/** Standard deviations from none at which the change of one seller's trust is told: docs/model.md 6.14. */
const TOLD = 1.645;

/** Change of one seller's trust over her last 8 rounds, with its 95 % interval. The number itself is null where it is not
 *  told from none; the interval then still says how large it may be. */
export function trendRow(of: SequencePath): Pick<SellerRow, keyof typeof NO_TREND | 'trendReason'> {
  const { rounds, steps } = of.sequence;
  const first = rounds.length - TREND_ROUNDS;
  if (first < 0) return { ...NO_TREND, trendReason: `fewer than ${TREND_ROUNDS} rounds` };
  const since = steps.findIndex(
    ({ round, outcomeRound }) => Math.max(round ?? -1, outcomeRound ?? -1) >= first,
  );
  const moved = since >= 0 && steps.some(({ outcomeRound }, k) => outcomeRound !== null && k >= since);
  if (!moved) return { ...NO_TREND, trendReason: `no outcome seen in the last ${TREND_ROUNDS} rounds` };
  const { value, variance, gradients } = changeTerm(of, since);
  const sd = Math.sqrt(variance + deltaVariance(gradients[0]?.values ?? [], of.fit.covariance));
  const told = Math.abs(value) > TOLD * sd;
  return {
    trend: told ? value : null,
    trendLower: value - Z95 * sd,
    trendUpper: value + Z95 * sd,
    trendReason: told ? null : NOT_TOLD,
  };
}

const NOT_TOLD = `not told from none: within ${TOLD} standard deviations`;
