import { studentWidth } from '../../stats/incomplete-beta.ts';
import { jointCritical } from '../../stats/multipliers.ts';
import type { DmlFit } from './dml.ts';

const DRAWS = 2000;

/** One process of several, with a band that covers all of them together. */
export interface JointBand {
  readonly process: string;
  readonly lower: number;
  readonly upper: number;
  readonly critical: number; // half-width in standard errors
}

/** Bands that hold all effects of several processes at once, 95 %, by the multiplier bootstrap on sellers: sellers who met several
 *  processes make their estimates go together, and the bands know it. Belloni, Chernozhukov & Kato (2015).
 *  @param seed a whole number */
export function jointBands(
  fits: readonly { readonly process: string; readonly fit: DmlFit }[],
  seed: number,
): JointBand[] {
  const sellers = [...new Set(fits.flatMap(({ fit }) => fit.data.sellers))];
  const place = new Map(sellers.map((seller, at) => [seller, at]));
  const influences = fits.map(({ fit }) => {
    const all = new Float64Array(sellers.length);
    fit.influence.forEach((value, k) => (all[place.get(fit.data.sellers[k] ?? '') ?? 0] = value));
    return all;
  });
  const fewest = Math.min(...fits.map(({ fit }) => fit.clusters));
  const pointwise = studentWidth(0.95, fewest - 1);
  const settings = { level: 0.95, pointwise, draws: DRAWS, seed };
  const norms = influences.map((psi) => Math.sqrt(psi.reduce((sum, value) => sum + value * value, 0)));
  const critical = jointCritical(influences, norms, settings);
  return fits.map(({ process, fit: { estimate, se } }) => ({
    process,
    lower: estimate - critical * se,
    upper: estimate + critical * se,
    critical,
  }));
}
