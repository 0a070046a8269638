const DROP = 1.3528; // half of the 90 % point of chi-squared with one degree of freedom: 95 % on one side
const NORMAL = 1.6449;
const FIRST = 1e-3;
const REACH = 2; // of tau0 and q, far beyond any weight
const HALVINGS = 8;

/** Variance of a size (a standard deviation, of which the likelihood knows the square) about its estimate, from the
 *  value u above at which its profile log-likelihood has fallen by 1.35:
 *      s^2 = (u^2 - estimate^2) / 1.645^2
 *  At an estimate of zero u is the one-sided 95 % limit, and s = u / 1.645. The likelihood of a size near zero is a normal one of its square, and then s does not
 *  depend on where near zero the estimate happens to lie. Undefined where the profile does not fall that far.
 *  @param fall of the profile log-likelihood, at a value of at least 0 */
export function sizeVariance(fall: (value: number) => number, estimate: number): number | undefined {
  let within = estimate;
  let step = FIRST;
  while (fall(estimate + step) < DROP) {
    within = estimate + step;
    step *= 2;
    if (step > REACH) return undefined;
  }
  let beyond = estimate + step;
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (within + beyond) / 2;
    if (fall(middle) < DROP) within = middle;
    else beyond = middle;
  }
  return (beyond * beyond - estimate * estimate) / (NORMAL * NORMAL);
}
