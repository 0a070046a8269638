import { clusteredLine } from '../../stats/clustered-line.ts';
import { clusteredMean } from '../../stats/clustered-mean.ts';
import type { Quantity } from '../quantity-schema.ts';
import { meanQuantity, quantity, unknownQuantity } from '../quantity.ts';

/** A recommendation beside the forecast the platform made for itself; values on the scale. */
export interface LoggedForecast {
  readonly m: number;
  readonly x: number;
  readonly atCap: boolean; // m is the most that could be recommended
}

/** How far a platform reports something else than it believes. */
export interface Distortion {
  readonly mean: Quantity; // of s (m - x): positive if in the platform's favour
  readonly truthfulShare: Quantity; // |m - x| within tolerance
  readonly slope: Quantity; // of m on x, comparable with .643 to .749 of human senders, docs/model.md 7.1
  readonly cappedShare: Quantity;
}

const NOT_LOGGED = 'the platform does not log its own forecast';

/** Distortion of a recommender whose own forecast x is logged, clustered by seller. docs/model.md 6.9.3.
 *  @param s +1 where the platform gains from larger values, -1 from smaller
 *  @param tolerance distance that still counts as the truth: .01 on the log scale is 1 % */
export function distortionOf(
  sellers: readonly (readonly LoggedForecast[])[],
  s: 1 | -1,
  tolerance = 0.01,
): Distortion {
  const mean = (of: (forecast: LoggedForecast) => number): ReturnType<typeof clusteredMean> =>
    clusteredMean(sellers.map((forecasts) => forecasts.map(of)));
  const line = clusteredLine(sellers.map((forecasts) => forecasts.map(({ m, x }) => [x, m] as const)));
  return {
    mean: meanQuantity(
      mean(({ m, x }) => s * (m - x)),
      [-Infinity, Infinity],
      NOT_LOGGED,
    ),
    truthfulShare: meanQuantity(
      mean(({ m, x }) => Number(Math.abs(m - x) <= tolerance)),
      [0, 1],
      NOT_LOGGED,
    ),
    slope: line
      ? quantity(line.slope, line.covariance ? Math.sqrt(line.covariance[2]) : null, line.clusters)
      : unknownQuantity('fewer than three logged forecasts, or all the same'),
    cappedShare: meanQuantity(
      mean(({ atCap }) => Number(atCap)),
      [0, 1],
      NOT_LOGGED,
    ),
  };
}
