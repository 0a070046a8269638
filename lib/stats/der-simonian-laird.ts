export interface Pool {
  readonly fixed: number; // weighted mean if there were no spread
  readonly q: number; // Cochran's Q
  readonly tau2: number; // variance between units
  readonly mu: number; // weighted mean with the spread
  readonly muVariance: number;
  readonly shrunk: readonly { readonly mean: number; readonly variance: number }[];
}

/** DerSimonian-Laird pool of estimates a_i with variances v_i; docs/model.md 6.6, DerSimonian & Laird (1986):
 *      u_i = 1/v_i    abar = sum u a / sum u    Q = sum u (a - abar)^2
 *      tau2 = max(0, (Q - (n-1)) / (sum u - sum u^2 / sum u))      mu = sum u* a / sum u*,  u*_i = 1/(v_i + tau2)
 *      shrunk_i = mu + tau2/(v_i + tau2) (a_i - mu)                 var_i = v_i tau2 / (v_i + tau2)
 *  @throws RangeError for fewer than two estimates or a variance that is not positive */
export function poolEstimates(units: readonly { readonly a: number; readonly v: number }[]): Pool {
  if (units.length < 2) throw new RangeError('poolEstimates requires at least two estimates');
  if (units.some(({ a, v }) => !(v > 0) || !Number.isFinite(a + v)))
    throw new RangeError('poolEstimates requires finite estimates with positive variances');
  const total = (f: (unit: { a: number; v: number }) => number): number =>
    units.reduce((sum, unit) => sum + f(unit), 0);
  const u = total(({ v }) => 1 / v);
  const fixed = total(({ a, v }) => a / v) / u;
  const q = total(({ a, v }) => (a - fixed) ** 2 / v);
  const tau2 = Math.max(0, (q - (units.length - 1)) / (u - total(({ v }) => 1 / v ** 2) / u));
  const uStar = total(({ v }) => 1 / (v + tau2));
  const mu = total(({ a, v }) => a / (v + tau2)) / uStar;
  const shrunk = units.map(({ a, v }) => ({
    mean: mu + (tau2 / (v + tau2)) * (a - mu),
    variance: (v * tau2) / (v + tau2),
  }));
  return { fixed, q, tau2, mu, muVariance: 1 / uStar, shrunk };
}
