import { byDiscount, rangeTowards, takenOff } from './discount.ts';
import { EVENT_AT, type EventTheory } from './event-theory.ts';
import { NOISE } from './fixed-weights.ts';

const { mu0: MU0, tau0: TAU0, delta: DELTA } = EVENT_AT;

/** TE: e = alpha with alpha ~ N(mu0, tau0^2) in each sequence. */
export const trustEmbedded: EventTheory = {
  free: ['mu0', 'tau0', ...NOISE],
  latent: true,
  predict: (_events, from, to, theta, _sign, { at, per }) => {
    at.fill(theta[MU0] as number, 0, to - from);
    per.fill(theta[TAU0] as number, 0, to - from);
  },
  pull: (_events, from, to, _theta, _sign, { byAt, byPer }, slopes, o) => {
    let byMean = 0;
    let bySd = 0;
    for (let t = 0; t < to - from; t++) {
      byMean += byAt[t] as number;
      bySd += byPer[t] as number;
    }
    slopes[o + MU0] = (slopes[o + MU0] as number) + byMean;
    slopes[o + TAU0] = (slopes[o + TAU0] as number) + bySd;
  },
};

/** TE and level-k in one person: e = alpha h, h = 1 - sign c/g with c as in L1. TE is delta = 0, L1 is alpha = 1. */
export const hybrid: EventTheory = {
  free: ['mu0', 'tau0', 'delta', ...NOISE],
  latent: true,
  predict: (events, from, to, theta, sign, { at, per }) => {
    const range = rangeTowards(events, sign);
    const mu0 = theta[MU0] as number;
    const tau0 = theta[TAU0] as number;
    const delta = theta[DELTA] as number;
    for (let n = from; n < to; n++) {
      const h = 1 - (sign * takenOff(delta, range[n] as number)) / (events.gaps[n] as number);
      at[n - from] = mu0 * h;
      per[n - from] = tau0 * h;
    }
  },
  pull: (events, from, to, theta, sign, { byAt, byPer }, slopes, o) => {
    const range = rangeTowards(events, sign);
    const mu0 = theta[MU0] as number;
    const tau0 = theta[TAU0] as number;
    const delta = theta[DELTA] as number;
    let byMean = 0;
    let bySd = 0;
    let byDelta = 0;
    for (let n = from; n < to; n++) {
      const g = events.gaps[n] as number;
      const de = byAt[n - from] as number;
      const dez = byPer[n - from] as number;
      const h = 1 - (sign * takenOff(delta, range[n] as number)) / g;
      byMean += de * h;
      bySd += dez * h;
      byDelta -= ((de * mu0 + dez * tau0) * byDiscount(delta, range[n] as number)) / g;
    }
    slopes[o + MU0] = (slopes[o + MU0] as number) + byMean;
    slopes[o + TAU0] = (slopes[o + TAU0] as number) + bySd;
    slopes[o + DELTA] = (slopes[o + DELTA] as number) + sign * byDelta;
  },
};
