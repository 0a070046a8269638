import { Z95 } from '../../stats/normal.ts';
import type { Quantity } from '../quantity-schema.ts';
import { unknownQuantity } from '../quantity.ts';
import { FEWEST_SELLERS } from './correlation.ts';
import { jackknife, total } from './jackknife.ts';

/** Answers of one seller about one recommender. */
export interface Answers {
  readonly sellerId: string;
  readonly ratings: readonly number[];
}

const LARGEST = 0.999999; // of a correlation whose atanh is still told apart

/** Test-retest reliability of one answer: the intraclass correlation of answers of one seller about one recommender,
 *      ICC = (MSB - MSW) / (MSB + (n0 - 1) MSW)      n0 = (N - sum n_i^2 / N) / (g - 1)
 *  by one-way analysis of variance on the answers as given, with an interval by a jackknife over sellers of atanh ICC. Trust
 *  that moves between two answers lowers it. Shrout & Fleiss (1979), Psychological Bulletin 86, 420-428, ICC(1,1);
 *  n0 for groups of unequal size: Donner (1986), International Statistical Review 54, 67-82. */
export function retestReliability(all: readonly Answers[]): Quantity {
  const units = new Map<string, number[]>();
  for (const { sellerId, ratings } of all)
    if (ratings.length > 1) units.set(sellerId, total([units.get(sellerId) ?? NOTHING, sumsOf(ratings)]));
  const n = units.size;
  if (n === 0) return unknownQuantity('no seller answered twice about the same recommender');
  if (n < FEWEST_SELLERS)
    return unknownQuantity(`${FEWEST_SELLERS} sellers who answered twice are needed, not ${n}`, n);
  const each = [...units.values()];
  const icc = intraclass(total(each));
  if (!Number.isFinite(icc)) return unknownQuantity('every answer was the same', n);
  const found = jackknife(each, (sums) => Math.atanh(cut(intraclass(sums))));
  if (!found) return unknownQuantity('without one of the sellers every answer was the same', n);
  const { estimate, se } = found;
  return {
    estimate: icc,
    lower: Math.tanh(estimate - Z95 * se),
    upper: Math.tanh(estimate + Z95 * se),
    se: se * (1 - Math.tanh(estimate) ** 2),
    n,
    reason: icc > LARGEST ? 'nobody ever changed an answer' : null,
  };
}

const NOTHING = [0, 0, 0, 0, 0, 0];
const cut = (value: number): number => Math.min(Math.max(value, -LARGEST), LARGEST);

/** g, N, sum n_i^2, sum n_i mean_i, sum n_i mean_i^2, and the squares within. */
function sumsOf(ratings: readonly number[]): number[] {
  const n = ratings.length;
  const mean = ratings.reduce((sum, rating) => sum + rating, 0) / n;
  const within = ratings.reduce((sum, rating) => sum + (rating - mean) ** 2, 0);
  return [1, n, n * n, n * mean, n * mean * mean, within];
}

function intraclass([g = 0, N = 0, nn = 0, s = 0, ss = 0, within = 0]: readonly number[]): number {
  const between = (ss - (s * s) / N) / (g - 1);
  const noise = within / (N - g);
  const n0 = (N - nn / N) / (g - 1);
  const spread = between + (n0 - 1) * noise;
  return spread > 1e-9 ? (between - noise) / spread : Number.NaN;
}
