/** How a predicted weight becomes an event: the part of the parameters that is not the law of motion. */
export interface FrictionNoise {
  readonly se: number; // noise of the chosen value, in units of the panel's gaps
  readonly bg: number; // effective weight at gap g: alpha + bg ln(|g|/g0)
  readonly sw: number; // noise of the weight itself
  readonly eps: number; // share of lapses
}

/** Standard deviation of an observed weight about the predicted one at gap g: sqrt(sw^2 + (se/g)^2). */
export function noiseOf(sw: number, se: number, g: number): number {
  return Math.sqrt(sw * sw + (se * se) / (g * g)); // Math.hypot takes ten times as long
}

/** theta = (law's parameters, ln se, bg, ln sw, logit eps). The first two stand where the Kalman estimator has them. */
export function noiseAt(theta: Float64Array, offset: number): FrictionNoise {
  return {
    se: Math.exp(theta[offset] as number),
    bg: theta[offset + 1] as number,
    sw: Math.exp(theta[offset + 2] as number),
    eps: 1 / (1 + Math.exp(-(theta[offset + 3] as number))),
  };
}

/** Derivatives of the log-likelihood in (se, bg, sw, eps), filled by the backward passes. */
export interface FrictionNoiseAdjoint {
  se: number;
  bg: number;
  sw: number;
  eps: number;
}

/** Chain rule from (se, bg, sw, eps) to theta. */
export function pullNoise(
  { se, sw, eps }: FrictionNoise,
  adjoint: FrictionNoiseAdjoint,
  gradient: Float64Array,
  offset: number,
): void {
  gradient[offset] = adjoint.se * se;
  gradient[offset + 1] = adjoint.bg;
  gradient[offset + 2] = adjoint.sw * sw;
  gradient[offset + 3] = adjoint.eps * eps * (1 - eps);
}
