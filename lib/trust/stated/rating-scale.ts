import { byKey } from './by-key.ts';
import type { Quantity } from '../quantity-schema.ts';
import { quantity, unknownQuantity } from '../quantity.ts';
import { FEWEST_SELLERS } from './correlation.ts';
import type { Answer } from './ordered-likelihood.ts';
import { probit } from './ordered-link.ts';
import { fitOrdered, type OrderedFit } from './ordered-regression.ts';
import type { Rated } from './rated.ts';

/** How the answers 1 to 7 hang together with inferred trust. */
export interface RatingScale {
  readonly slope: Quantity;
  readonly reliability: Quantity;
  readonly thresholds: Quantity[]; // six: between 1 and 2, .., between 6 and 7
}

const POINTS = 7;
const FEWEST_ANSWERS = 3; // different ones
const SAME = 1e-6; // standard deviation of inferred trust that is none

/** Stated trust as a second measurement of the trust that decisions imply, alpha ~ N(m, P) at the time of the answer:
 *      rating = k  iff  c_k-1 < b alpha + e <= c_k      e ~ N(0,1)
 *  `slope` is b; `reliability` the share of the variance of b alpha + e that trust explains, b^2 A / (b^2 A + 1) with
 *  A = Var(m) + mean P. Answers of one seller may hang together in any way: errors are clustered by seller, and hold what the
 *  parameters behind m leave open, first order (Murphy & Topel 1985, Journal of Business & Economic Statistics 3, 370-379).
 *  @param covariances of the fitted parameters, by segment */
export function ratingScale(
  rated: readonly Rated[],
  covariances: Readonly<Record<string, readonly (readonly number[])[]>>,
): RatingScale {
  const sellers = byKey(rated, ({ sellerId }) => sellerId);
  const used = [...new Set(rated.map(({ rating }) => rating))].toSorted((a, b) => a - b);
  const reason = obstacle(rated, sellers.size, used);
  if (reason !== null) return unknownScale(reason, sellers.size);
  const answer = ({ rating, mean, variance }: Rated): Answer => ({
    y: used.indexOf(rating),
    x: [mean],
    variance,
  });
  const fit = fitOrdered(rated.map(answer), used.length, probit);
  const failed = failure(fit);
  if (failed !== null) return unknownScale(failed, sellers.size);
  const own = [...sellers.values()].map((answers) => fit.pull(answers.map(answer)));
  const shared = parameterPulls(rated, covariances, (some) => fit.pull(some.map(answer)));
  const pulls = { own, shared };
  return {
    slope: quantity(
      fit.estimates[0] ?? Number.NaN,
      deviation(pulls, (of) => of[0] ?? 0),
      sellers.size,
    ),
    reliability: reliability(fit, pulls, rated, [...sellers.values()]),
    thresholds: thresholds(fit, pulls, used, sellers.size),
  };
}

function obstacle(rated: readonly Rated[], sellers: number, used: readonly number[]): string | null {
  if (sellers === 0) return 'no seller has answered the trust item and decided';
  if (sellers < FEWEST_SELLERS) return `${FEWEST_SELLERS} sellers who answered are needed, not ${sellers}`;
  if (used.length === 1) return `every answer was ${used[0]}`;
  if (used.length < FEWEST_ANSWERS) return `only the answers ${used.join(' and ')} were given`;
  return spreadOf(rated).variance < SAME ** 2 ? 'inferred trust is the same for every answer' : null;
}

function failure({ converged, unbounded, covariance }: OrderedFit): string | null {
  if (unbounded) return 'answers follow inferred trust as closely as can be told: the slope has no bound';
  if (!converged || !covariance) return 'the likelihood of the answers has no clear maximum';
  return null;
}

/** How far each seller's answers, and each uncertain parameter behind inferred trust, pull the estimates. */
interface Pulls {
  readonly own: readonly (readonly number[])[];
  readonly shared: readonly {
    readonly weight: number;
    readonly a: readonly number[];
    readonly b: readonly number[];
  }[];
}

/** Var = C/(C-1) sum_i u_i^2 + D Sigma D'      u_i: pull of seller i, D_j: pull of theta_j. */
function deviation({ own, shared }: Pulls, of: (pull: readonly number[], seller?: number) => number): number {
  const C = own.length;
  const sampling = (C / (C - 1)) * own.reduce((sum, pull, i) => sum + of(pull, i) ** 2, 0);
  return Math.sqrt(
    sampling +
      Math.max(
        0,
        shared.reduce((sum, { weight, a, b }) => sum + weight * of(a) * of(b), 0),
      ),
  );
}

function parameterPulls(
  rated: readonly Rated[],
  covariances: Readonly<Record<string, readonly (readonly number[])[]>>,
  pull: (some: readonly Rated[]) => number[],
): Pulls['shared'] {
  return [...byKey(rated, ({ segment }) => segment)].flatMap(([segment, members]) => {
    const covariance = covariances[segment] ?? [];
    const moved = covariance.map((row, j) => {
      const h = Math.sqrt(row[j] ?? 0);
      if (!(h > 0)) return undefined;
      const at = (sign: number): number[] =>
        pull(members.map((one) => ({ ...one, mean: one.mean + sign * h * (one.gradient[j] ?? 0) })));
      const [up, down] = [at(1), at(-1)];
      return up.map((value, i) => (value - (down[i] ?? 0)) / (2 * h));
    });
    return covariance.flatMap((row, j) =>
      row.flatMap((weight, k) => {
        const [a, b] = [moved[j], moved[k]];
        return a && b ? [{ weight, a, b }] : [];
      }),
    );
  });
}

function spreadOf(rated: readonly Rated[]): { centre: number; variance: number; noise: number } {
  const n = rated.length;
  const centre = rated.reduce((sum, { mean }) => sum + mean, 0) / n;
  return {
    centre,
    variance: rated.reduce((sum, { mean }) => sum + (mean - centre) ** 2, 0) / n,
    noise: rated.reduce((sum, { variance }) => sum + variance, 0) / n,
  };
}

const shareOf = (r: number): number => r ** 2 / (1 + r ** 2);

/** R = r^2 / (1 + r^2), r = b sqrt A; the interval is that of r, mapped. */
function reliability(
  { estimates: [b = 0] }: OrderedFit,
  pulls: Pulls,
  rated: readonly Rated[],
  sellers: readonly (readonly Rated[])[],
): Quantity {
  const { centre, variance, noise } = spreadOf(rated);
  const A = variance + noise;
  const root = Math.sqrt(A);
  const ofA = sellers.map(
    (answers) =>
      answers.reduce((sum, one) => sum + (one.mean - centre) ** 2 + one.variance - A, 0) / rated.length,
  );
  const r = b * root;
  const se = deviation(
    pulls,
    (pull, i) => root * (pull[0] ?? 0) + (i === undefined ? 0 : (b * (ofA[i] ?? 0)) / (2 * root)),
  );
  const ends = [quantity(r, se, 0).lower ?? r, quantity(r, se, 0).upper ?? r];
  const [low = 0, high = 0] = ends.map(shareOf).toSorted((one, other) => one - other);
  return {
    ...quantity(shareOf(r), (2 * Math.abs(r) * se) / (1 + r * r) ** 2, sellers.length),
    lower: (ends[0] ?? 0) < 0 && (ends[1] ?? 0) > 0 ? 0 : low,
    upper: high,
  };
}

/** An answer nobody gave leaves the thresholds around it as one number; beyond the outermost answers there are none. */
function thresholds(
  { estimates }: OrderedFit,
  pulls: Pulls,
  used: readonly number[],
  sellers: number,
): Quantity[] {
  return Array.from({ length: POINTS - 1 }, (_, below) => {
    const rating = below + 1;
    const place = used.filter((one) => one <= rating).length; // of the estimates: 0 is the slope
    if (place === 0) return unknownQuantity(`nobody answered ${rating} or less`, sellers);
    if (place === used.length) return unknownQuantity(`nobody answered more than ${rating}`, sellers);
    const missing = [rating, rating + 1].filter((one) => !used.includes(one));
    const reason =
      missing.length > 0 ? `nobody answered ${missing.join(' or ')}: one number with its neighbour` : null;
    const se = deviation(pulls, (pull) => pull[place] ?? 0);
    return quantity(estimates[place] ?? Number.NaN, se, sellers, undefined, reason);
  });
}

function unknownScale(reason: string, sellers: number): RatingScale {
  const none = unknownQuantity(reason, sellers);
  return { slope: none, reliability: none, thresholds: Array.from({ length: POINTS - 1 }, () => none) };
}
