/** What prior plans noted with error do to trust. With plan p~ = p + v, Var v = nu^2, the gap is m - p~ and the move a - p~: both
 *  hold -v, and the slope of one on the other tends to
 *      (alpha Vg + nu^2) / (Vg + nu^2)          docs/model.md 6.11
 *  which is nearer to 1 than alpha. Vg is the mean square of the gap without error.
 *  @throws RangeError unless Vg > 0 and nu2 >= 0 */
export function attenuatedTrust(alpha: number, Vg: number, nu2: number): number {
  if (!(Vg > 0) || !(nu2 >= 0)) throw new RangeError('attenuatedTrust requires Vg > 0 and nu2 >= 0');
  return (alpha * Vg + nu2) / (Vg + nu2);
}

/** The inverse, from the reliability of the gap rho = Vg / (Vg + nu^2):
 *      alpha = 1 - (1 - observed) / rho
 *  @throws RangeError unless rho is in (0,1] */
export function correctedTrust(observed: number, rho: number): number {
  if (!(rho > 0 && rho <= 1)) throw new RangeError('correctedTrust requires rho in (0,1]');
  return 1 - (1 - observed) / rho;
}
