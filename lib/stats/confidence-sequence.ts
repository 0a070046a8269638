/** An estimate at one look, with its fixed-sample standard error. */
export interface Look {
  readonly estimate: number;
  readonly se: number; // > 0
}

export interface AnytimeInterval {
  readonly lower: number;
  readonly upper: number;
}

/** The mixture's information at the planned first decision, x = t rho^2: the root of x - ln(1 + x) = -2 ln alpha, at which
 *  the interval is narrowest. alpha .05 gives 8.21. */
export function tunedMixture(alpha: number): number {
  if (!(alpha > 0 && alpha < 1)) throw new RangeError('tunedMixture requires alpha in (0,1)');
  let x = -2 * Math.log(alpha);
  for (let i = 0; i < 60; i++) x = -2 * Math.log(alpha) + Math.log1p(x);
  return x;
}

/** Half-width of the asymptotic confidence sequence, in standard errors. With t = 1/se^2 the information so far,
 *      sqrt( 2 (t rho^2 + 1)/(t^2 rho^2) ln( sqrt(t rho^2 + 1) / alpha ) )      rho^2 = x/t* , t* = 1/plannedSe^2
 *  Valid at all looks together, however many and whenever; narrowest at the planned one. Waudby-Smith, Arbour, Sinha,
 *  Kennedy & Ramdas (2024), Annals of Statistics 52(6). Information is the clock because
 *  estimates gain independently of what came before on that scale (Jennison & Turnbull 2000, Group Sequential Methods), also where
 *  the same sellers are asked again and se does not fall as 1/sqrt(n).
 *  @param plannedSe the standard error expected at the first decision, fixed before looking
 *  @throws RangeError unless both standard errors are positive and level in (0,1) */
export function anytimeWidth(se: number, plannedSe: number, level = 0.95): number {
  if (!(se > 0 && plannedSe > 0)) throw new RangeError('anytimeWidth requires positive standard errors');
  const alpha = 1 - level;
  const x = tunedMixture(alpha) * (plannedSe / se) ** 2; // t rho^2
  return Math.sqrt(2 * (1 + 1 / x) * (0.5 * Math.log1p(x) - Math.log(alpha)));
}

/** Interval at one look of a sequence that covers the truth at every look with probability `level`. */
export function anytimeInterval({ estimate, se }: Look, plannedSe: number, level = 0.95): AnytimeInterval {
  const half = se * anytimeWidth(se, plannedSe, level);
  return { lower: estimate - half, upper: estimate + half };
}

/** Evidence against no effect, an e-value: 1/alpha is reached with probability alpha at most if there is none. The
 *  interval leaves zero out exactly when this is above 1/(1 - level). Tuned like the interval, z = estimate/se:
 *      e = exp( z^2/2 x/(1+x) ) / sqrt(1+x) */
export function anytimeEvidence({ estimate, se }: Look, plannedSe: number, level = 0.95): number {
  if (!(se > 0 && plannedSe > 0)) throw new RangeError('anytimeEvidence requires positive standard errors');
  const x = tunedMixture(1 - level) * (plannedSe / se) ** 2;
  const z = estimate / se;
  return Math.exp((0.5 * z * z * x) / (1 + x)) / Math.sqrt(1 + x);
}
