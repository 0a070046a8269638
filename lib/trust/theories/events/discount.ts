import type { EventData } from './event-data.ts';

/** Ranges of the events whose recommendation stood at the bound towards which the marketplace gains. */
export const rangeTowards = ({ upperRange, lowerRange }: EventData, sign: number): Float64Array =>
  sign > 0 ? upperRange : lowerRange;

/** What is taken off a recommendation: c, or at the bound, where those who would have gone beyond it pool,
 *  min(c, range)/2. Range 0: not at the bound. */
export const takenOff = (c: number, range: number): number => (range > 0 ? Math.min(c, range) / 2 : c);

/** Its derivative in c. */
export const byDiscount = (c: number, range: number): number => (range > 0 ? (c < range ? 0.5 : 0) : 1);
