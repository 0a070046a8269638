import { anytimeWidth } from '../../stats/confidence-sequence.ts';
import { streams } from '../stream.ts';

/** A study looked at K times, evenly, with an anytime-valid interval. On the scale of information, with
 *  drift = D / se at the end,
 *      z_k = drift sqrt(t_k) + W(t_k) / sqrt(t_k)      t_k = k/K, W a Brownian motion
 *  and the effect is found at the first look with z_k above the interval's half-width c_k in standard errors. A path finds
 *  it from drift min_k (c_k - W(t_k)/sqrt(t_k)) / sqrt(t_k) on: the drift for any power is a quantile of these. */
export interface AnytimeDrifts {
  /** In rising order, one a path. */
  readonly needed: Float64Array;
}

const PATHS = 20_000;

/** @param alpha of the interval
 *  @param tunedTo the look at which it is narrowest, by default the last
 *  @throws RangeError unless there is at least one look */
export function anytimeDrifts(looks: number, alpha: number, seed: number, tunedTo = looks): AnytimeDrifts {
  if (!Number.isInteger(looks) || looks < 1) throw new RangeError('anytimeDrifts requires at least one look');
  const stream = streams(seed).next().value;
  const widths = Array.from({ length: looks }, (_, k) =>
    anytimeWidth(Math.sqrt(tunedTo / (k + 1)), 1, 1 - alpha),
  );
  const step = Math.sqrt(1 / looks);
  const needed = Float64Array.from({ length: PATHS }, () => {
    let W = 0;
    let least = Infinity;
    widths.forEach((width, k) => {
      W += step * stream.normal();
      const root = Math.sqrt((k + 1) / looks);
      least = Math.min(least, (width - W / root) / root);
    });
    return least;
  });
  return { needed: needed.sort() };
}

/** The drift at which a share `power` of paths finds the effect by the last look. */
export function driftFor({ needed }: AnytimeDrifts, power: number): number {
  const at = power * (needed.length - 1);
  const below = needed[Math.floor(at)] ?? Number.NaN;
  const above = needed[Math.ceil(at)] ?? below;
  return below + (at - Math.floor(at)) * (above - below);
}

/** The share of paths that find an effect of this drift. */
export function anytimePower({ needed }: AnytimeDrifts, drift: number): number {
  let [low, high] = [0, needed.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((needed[middle] ?? Infinity) <= drift) low = middle + 1;
    else high = middle;
  }
  return low / needed.length;
}
