const DROP = 1.9207; // half of the 95 % point of chi-squared with one degree of freedom
const HALVINGS = 20;
const ROUNDS = 100; // of EM at one share
const SETTLED = 1e-6;

/** Upper end of the 95 % profile-likelihood interval of the total share of some types in a mixture, the likelihoods of
 *  the types held: the largest w at which
 *      max over rho, pi of sum_i ln( w sum_c in others rho_c L_ic + (1 - w) sum_c not in others pi_c L_ic )
 *  is within 1.92 of its maximum. Also where the share was estimated at zero, of which n sellers only say that it is
 *  below 1.92/n or so, and more where types are hard to tell apart. Venzon & Moolgavkar (1988).
 *  @param byClass ln L_ic, one array of sellers per type
 *  @param isOther the types whose shares are added up */
export function upperShare(
  byClass: readonly Float64Array[],
  shares: readonly number[],
  isOther: readonly boolean[],
): number {
  const likelihoods = scaled(byClass);
  const estimate = shares.reduce((sum, share, c) => sum + (isOther[c] === true ? share : 0), 0);
  const limit = profile(likelihoods, shares, isOther, estimate) - DROP;
  let [low, high] = [estimate, 1];
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (low + high) / 2;
    if (profile(likelihoods, shares, isOther, middle) >= limit) low = middle;
    else high = middle;
  }
  return high;
}

/** L_ic divided by each seller's largest, so that none overflows. */
function scaled(byClass: readonly Float64Array[]): Float64Array[] {
  const n = byClass[0]?.length ?? 0;
  const most = Float64Array.from({ length: n }, (_, i) =>
    Math.max(...byClass.map((of) => of[i] ?? -Infinity)),
  );
  return byClass.map((of) => of.map((value, i) => Math.exp(value - (most[i] as number))));
}

/** The likelihood with the total share held at w: EM over the shares inside both groups, which is concave. */
function profile(
  likelihoods: readonly Float64Array[],
  start: readonly number[],
  isOther: readonly boolean[],
  w: number,
): number {
  let shares = withTotal(start, isOther, w);
  let value = -Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const { logLikelihood, weights } = step(likelihoods, shares);
    if (logLikelihood - value < SETTLED) return logLikelihood;
    value = logLikelihood;
    shares = withTotal(weights, isOther, w);
  }
  return value;
}

/** Weights scaled so that the others add up to w and the rest to 1 - w; a group without any is split evenly. */
function withTotal(weights: readonly number[], isOther: readonly boolean[], w: number): number[] {
  return weights.map((weight, c) => {
    const group = weights.filter((_, other) => isOther[other] === isOther[c]);
    const sum = group.reduce((total, value) => total + value, 0);
    const total = isOther[c] === true ? w : 1 - w;
    return sum > 0 ? (total * weight) / sum : total / group.length;
  });
}

/** The log-likelihood at these shares, less a constant, and the sum over sellers of each type's responsibility. */
function step(
  likelihoods: readonly Float64Array[],
  shares: readonly number[],
): { logLikelihood: number; weights: number[] } {
  const weights = shares.map(() => 0);
  const n = likelihoods[0]?.length ?? 0;
  let logLikelihood = 0;
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let c = 0; c < shares.length; c++) sum += (shares[c] as number) * (likelihoods[c]?.[i] as number);
    logLikelihood += Math.log(Math.max(sum, Number.MIN_VALUE));
    if (!(sum > 0)) continue;
    for (let c = 0; c < shares.length; c++)
      weights[c] = (weights[c] as number) + ((shares[c] as number) * (likelihoods[c]?.[i] as number)) / sum;
  }
  return { logLikelihood, weights };
}
