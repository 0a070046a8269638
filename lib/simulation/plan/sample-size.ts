import { normalCdf, normalQuantile } from '../../stats/normal.ts';

/** What is to be found: a difference of two means, in the units of the answers. */
export interface Contrast {
  readonly effect: number; // D > 0
  readonly sd: number; // of one answer, > 0
  readonly baselineCorrelation: number; // r in [0,1): of the answer with the same seller's earlier one; 0: none is used
}

/** Answers an arm for power P at a two-sided level 1 - alpha, not rounded:
 *      n = 2 sd^2 (1 - r^2) (z_{1-alpha/2} + z_P)^2 / D^2
 *  Large-sample formula for two means; r by analysis of covariance. Cohen (1988), Statistical Power Analysis, ch. 2; Borm,
 *  Fransen & Lemmens (2007), Journal of Clinical Epidemiology 60, 1234-1238.
 *  @param drift (z_{1-alpha/2} + z_P) of a fixed end, or what another design needs in its place
 *  @throws RangeError outside the ranges */
export function answersPerArm(contrast: Contrast, drift: number): number {
  check(contrast);
  return 2 * residualVariance(contrast) * (drift / contrast.effect) ** 2;
}

/** The drift a fixed end needs: z_{1-alpha/2} + z_P.
 *  @throws RangeError unless power and alpha are in (0,1) */
export function fixedDrift(power: number, alpha: number): number {
  if (!(power > 0 && power < 1 && alpha > 0 && alpha < 1))
    throw new RangeError('fixedDrift requires power and alpha in (0,1)');
  return normalQuantile(1 - alpha / 2) + normalQuantile(power);
}

/** The standardised effect n answers an arm have at the end: D / se. */
export function driftOf(contrast: Contrast, answers: number): number {
  check(contrast);
  return contrast.effect / standardError(contrast, answers);
}

/** Power of a fixed end at a drift, two-sided: Phi(drift - z) + Phi(-drift - z). */
export function fixedPower(drift: number, alpha: number): number {
  const z = normalQuantile(1 - alpha / 2);
  return normalCdf(drift - z) + normalCdf(-drift - z);
}

/** sd sqrt(2 (1 - r^2) / n): of the difference, with n answers an arm. */
export function standardError(contrast: Contrast, answers: number): number {
  return Math.sqrt((2 * residualVariance(contrast)) / answers);
}

const residualVariance = ({ sd, baselineCorrelation: r }: Contrast) => sd * sd * (1 - r * r);

function check({ effect, sd, baselineCorrelation: r }: Contrast): void {
  if (!(effect > 0 && sd > 0)) throw new RangeError('a plan requires an effect and an sd above 0');
  if (!(r >= 0 && r < 1)) throw new RangeError('a plan requires a baseline correlation in [0,1)');
}
