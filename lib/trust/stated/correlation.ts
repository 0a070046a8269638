import { Z95 } from '../../stats/normal.ts';
import type { Quantity } from '../quantity-schema.ts';
import { quantity, unknownQuantity } from '../quantity.ts';
import { jackknife, total } from './jackknife.ts';
import { errorSums, reliabilityOf, type Score } from './score.ts';

/** Sellers below which a correlation says next to nothing: its interval would span half of what is possible. */
export const FEWEST_SELLERS = 20;
const LEAST_RELIABILITY = 0.1;

/** Two measures of one seller. */
export type Pair = readonly [Score, Score];

/** The correlation of two measures over sellers. */
export interface Agreement {
  readonly raw: Quantity;
  /** As it would be without the error of either measure. */
  readonly disattenuated: Quantity;
}

const unknown = (reason: string, n: number): Agreement => ({
  raw: unknownQuantity(reason, n),
  disattenuated: unknownQuantity(reason, n),
});

/** Pearson's r over sellers with Fisher's interval, tanh(atanh r +- 1.96 / sqrt(n - 3)), and Spearman's correction for
 *  attenuation, r / sqrt(R_x R_y), with the interval of a jackknife over sellers, since R_x and R_y are estimated as well.
 *  Fisher (1921), Metron 1, 3-32; Spearman (1904), American Journal of Psychology 15, 72-101.
 *  @param uncorrected why nothing is to be corrected, if so */
export function agreement(pairs: readonly Pair[], uncorrected: string | null = null): Agreement {
  const n = pairs.length;
  if (n === 0) return unknown('no seller has both', n);
  if (n < FEWEST_SELLERS) return unknown(`${FEWEST_SELLERS} sellers with both are needed, not ${n}`, n);
  const units = pairs.map(contribution);
  const sums = total(units);
  const [x, y] = spreads(sums);
  if (!(x > 0 && y > 0)) return unknown('one of the two is the same for every seller', n);
  const r = Math.min(Math.max(rawOf(sums), -1), 1);
  const half = Z95 / Math.sqrt(n - 3);
  return {
    raw: {
      ...quantity(r, (1 - r * r) / Math.sqrt(n - 3), n),
      lower: Math.tanh(Math.atanh(r) - half),
      upper: Math.tanh(Math.atanh(r) + half),
    },
    disattenuated: uncorrected === null ? corrected(pairs, units) : unknownQuantity(uncorrected, n),
  };
}

function corrected(pairs: readonly Pair[], units: readonly number[][]): Quantity {
  const n = pairs.length;
  const kinds = pairs[0]?.map(({ kind }) => kind) ?? [];
  const reliabilities = (sums: readonly number[]): number[] => {
    const count = sums[0] ?? 0;
    return kinds.map((kind, side) =>
      reliabilityOf(kind, spreads(sums)[side as 0 | 1], sums.slice(6 + 4 * side, 10 + 4 * side), count),
    );
  };
  const found = reliabilities(total(units));
  if (found.some(Number.isNaN))
    return unknownQuantity(
      'no seller answered twice about one recommender: the error of one answer is not known',
      n,
    );
  const least = Math.min(...found);
  if (least < LEAST_RELIABILITY)
    return unknownQuantity(
      `one of the two is mostly noise (reliability ${Math.max(0, least).toFixed(2)})`,
      n,
    );
  const jackknifed = jackknife(units, (sums) => {
    const [a = 0, b = 0] = reliabilities(sums);
    return rawOf(sums) / Math.sqrt(a * b);
  });
  if (!jackknifed) return unknownQuantity('the error of the two is too uncertain to correct for', n);
  const { estimate, se } = jackknifed;
  const cut = Math.min(Math.max(estimate, -1), 1);
  const reason = cut === estimate ? null : `${estimate.toFixed(2)} before it was cut`;
  const whole = quantity(estimate, se, n, [-1, 1], reason);
  return { ...whole, estimate: cut };
}

/** 1, x, y, x^2, y^2, xy, then the error sums of x and of y. */
function contribution([a, b]: Pair): number[] {
  const [x, y] = [a.mean, b.mean];
  return [1, x, y, x * x, y * y, x * y, ...errorSums(a), ...errorSums(b)];
}

function spreads(sums: readonly number[]): [number, number] {
  const [n = 0, x = 0, y = 0, xx = 0, yy = 0] = sums;
  const variance = (s: number, ss: number): number => {
    const left = ss - (s * s) / n;
    return left > 1e-12 * Math.abs(ss) ? left / (n - 1) : 0; // what rounding leaves of equal numbers
  };
  return [variance(x, xx), variance(y, yy)];
}

function rawOf(sums: readonly number[]): number {
  const [n = 0, x = 0, y = 0, , , xy = 0] = sums;
  const [vx, vy] = spreads(sums);
  return (xy - (x * y) / n) / (n - 1) / Math.sqrt(vx * vy);
}
