import { byDiscount, rangeTowards, takenOff } from './discount.ts';
import { EVENT_AT, type EventTheory } from './event-theory.ts';

export const NOISE = ['lnSe', 'lnSw', 'logitEps'] as const;
const DELTA = EVENT_AT.delta;

/** BAB: the seller ignores the recommendation, e = 0. */
export const babbling = constant(0);
/** L0: the seller is credulous, e = 1. */
export const credulous = constant(1);

function constant(weight: number): EventTheory {
  return {
    free: NOISE,
    latent: false,
    predict: (_events, from, to, _theta, _sign, { at, per }) => {
      at.fill(weight, 0, to - from);
      per.fill(0, 0, to - from);
    },
    pull: () => {},
  };
}

/** L_k: e = 1 - sign c/g with c = k delta, or min(k delta, range)/2 where the recommendation stood at the bound towards which
 *  the marketplace gains. docs/model.md 2.4 and 6.7. */
function levelK(k: 1 | 2): EventTheory {
  return {
    free: ['delta', ...NOISE],
    latent: false,
    predict: (events, from, to, theta, sign, { at, per }) => {
      const range = rangeTowards(events, sign);
      const c = k * (theta[DELTA] as number);
      for (let n = from; n < to; n++)
        at[n - from] = 1 - (sign * takenOff(c, range[n] as number)) / (events.gaps[n] as number);
      per.fill(0, 0, to - from);
    },
    pull: (events, from, to, theta, sign, { byAt }, slopes, o) => {
      const range = rangeTowards(events, sign);
      const c = k * (theta[DELTA] as number);
      let sum = 0;
      for (let n = from; n < to; n++)
        sum -= ((byAt[n - from] as number) * byDiscount(c, range[n] as number)) / (events.gaps[n] as number);
      slopes[o + DELTA] = (slopes[o + DELTA] as number) + sign * k * sum;
    },
  };
}
export const levelOne = levelK(1);
export const levelTwo = levelK(2);

/** FD: a fixed discount without a direction, e = max(0, 1 - delta/|g|). */
export const fixedDiscount: EventTheory = {
  free: ['delta', ...NOISE],
  latent: false,
  predict: ({ gaps }, from, to, theta, _sign, { at, per }) => {
    const delta = theta[DELTA] as number;
    for (let n = from; n < to; n++) at[n - from] = Math.max(0, 1 - delta / Math.abs(gaps[n] as number));
    per.fill(0, 0, to - from);
  },
  pull: ({ gaps }, from, to, _theta, _sign, { at, byAt }, slopes, o) => {
    let sum = 0;
    for (let n = from; n < to; n++)
      if ((at[n - from] as number) > 0) sum -= (byAt[n - from] as number) / Math.abs(gaps[n] as number);
    slopes[o + DELTA] = (slopes[o + DELTA] as number) + sum;
  },
};
