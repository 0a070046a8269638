import { clusteredLine } from '../../stats/clustered-line.ts';
import { clusteredMean } from '../../stats/clustered-mean.ts';
import type { Quantity } from '../quantity-schema.ts';
import { meanQuantity, quantity, unknownQuantity } from '../quantity.ts';
import type { LoggedForecast } from './logged-forecast.ts';

/** How far a platform reports something else than it believes. */
export interface Distortion {
  readonly mean: Quantity; // of s (m - x): positive if in the platform's favour
  readonly truthfulShare: Quantity; // |m - x| within tolerance
  readonly slope: Quantity; // of m on x, comparable with .643 to .749 of human senders, docs/model.md 7.1
  readonly cappedShare: Quantity;
}

export const NOT_LOGGED = 'the marketplace’s own forecast is not in the data (column platform_forecast)';
const NO_BOUND = 'no bound of the value is in the data (columns lower_bound, upper_bound)';
const NO_LINE = 'fewer than three logged forecasts, or all the same';
const NO_DIRECTION =
  'where the marketplace gains is not set: above 0 means more than the marketplace expects';

/** Distortion of a recommender whose own forecast x is logged, clustered by seller. docs/model.md 6.9.3.
 *  @param s +1 where the platform gains from larger values, -1 from smaller; null: not known, then as +1
 *  @param tolerance distance that still counts as the truth: .01 on the log scale is 1 % */
export function distortionOf(
  sellers: readonly (readonly LoggedForecast[])[],
  s: 1 | -1 | null,
  tolerance = 0.01,
): Distortion {
  const mean = (of: (forecast: LoggedForecast) => number | null): ReturnType<typeof clusteredMean> =>
    clusteredMean(sellers.map((forecasts) => forecasts.flatMap((forecast) => of(forecast) ?? [])));
  const line = clusteredLine(sellers.map((forecasts) => forecasts.map(({ m, x }) => [x, m] as const)));
  const nothing = sellers.every((forecasts) => forecasts.length === 0);
  const by = meanQuantity(
    mean(({ m, x }) => (s ?? 1) * (m - x)),
    [-Infinity, Infinity],
    NOT_LOGGED,
  );
  return {
    mean: { ...by, reason: by.reason ?? (s === null ? NO_DIRECTION : null) },
    truthfulShare: meanQuantity(
      mean(({ m, x }) => Number(Math.abs(m - x) <= tolerance)),
      [0, 1],
      NOT_LOGGED,
    ),
    slope: line
      ? quantity(
          line.slope,
          line.covariance ? Math.sqrt(line.covariance[2]) : null,
          line.clusters,
          undefined,
          line.covariance ? null : 'one seller only: no standard error',
        )
      : unknownQuantity(nothing ? NOT_LOGGED : NO_LINE),
    cappedShare: meanQuantity(
      mean(({ atCap }) => (atCap === null ? null : Number(atCap))),
      [0, 1],
      nothing ? NOT_LOGGED : NO_BOUND,
    ),
  };
}
