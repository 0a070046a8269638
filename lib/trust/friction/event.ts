import type { Decision } from '../decision.ts';

/** What kind of event the friction likelihood sees in a decision. */
export const EVENT = { none: 0, keep: 1, accept: 2, adjust: 3 } as const;
export type EventKind = (typeof EVENT)[keyof typeof EVENT];

/** Half-width of the zones around W = 0 and W = 1 that a button swallows; fixed, never estimated: left free, it runs to
 *  its bound, because the density of an adjustment knows no support. docs/model.md 6.5. */
export const KAPPA = 0.1;

/** Weight of advice W = d/g of a decision. */
export const weightOf = ({ move, gap }: Decision): number => move / gap;

/** KEEP and ACCEPT by the button pressed, else by W < kappa and W > 1 - kappa; ADJUST between. docs/model.md 6.5. */
export function eventOf(decision: Decision, kappa = KAPPA): EventKind {
  if (decision.button !== null) return EVENT[decision.button];
  const W = weightOf(decision);
  if (W < kappa) return EVENT.keep;
  return W > 1 - kappa ? EVENT.accept : EVENT.adjust;
}
