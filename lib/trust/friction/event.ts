import type { Decision } from '../decision.ts';

/** What kind of event the friction likelihood sees in a decision. */
export const EVENT = { none: 0, keep: 1, accept: 2, adjust: 3 } as const;
export type EventKind = (typeof EVENT)[keyof typeof EVENT];

/** Half-width of the zones around W = 0 and W = 1 that a button swallows; fixed, never estimated: left free, it runs to
 *  its bound, because the density of an adjustment knows no support. docs/model.md 6.5. */
export const KAPPA = 0.1;

/** Weights below `keep` are a KEEP, above `accept` an ACCEPT, between them an ADJUST. 0 <= keep < accept <= 1. */
export interface Zones {
  readonly keep: number;
  readonly accept: number;
}
export const ZONES: Zones = { keep: KAPPA, accept: 1 - KAPPA };

/** Weight of advice W = d/g of a decision. */
export const weightOf = ({ move, gap }: Decision): number => move / gap;

/** KEEP and ACCEPT by the button pressed, else by the zone of W; ADJUST between. docs/model.md 6.5. */
export function eventOf(decision: Decision, { keep, accept }: Zones = ZONES): EventKind {
  if (decision.button !== null) return EVENT[decision.button];
  const W = weightOf(decision);
  if (W < keep) return EVENT.keep;
  return W > accept ? EVENT.accept : EVENT.adjust;
}

const FEWEST = 100; // adjustments: one in a hundred is then there to be seen
const TAIL = 0.01;

/** Zones where a rule of the business fixes the smallest edit: the 1 % and 99 % quantiles of W among decisions without a
 *  button, docs/model.md 6.5. The usual zones where fewer than 100 of those lie in [0,1]. */
export function zonesByRule(decisions: readonly Decision[]): Zones {
  const typed = decisions.filter(({ button }) => button === null).map(weightOf);
  const W = typed.filter((weight) => weight >= 0 && weight <= 1).toSorted((a, b) => a - b);
  if (W.length < FEWEST) return ZONES;
  const quantile = (share: number): number => W[Math.round(share * (W.length - 1))] as number;
  const [keep, accept] = [quantile(TAIL), quantile(1 - TAIL)];
  return keep < accept ? { keep, accept } : ZONES;
}
