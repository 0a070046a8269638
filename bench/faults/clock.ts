import { type Instant, toInstant } from '../../lib/domain/instant.ts';
import { acting, type Actor } from './actor.ts';
import type { Chance } from './chance.ts';

/** The true time of a history, which only goes forward; each actor's clock may be some minutes off. */
export interface Clock {
  readonly now: () => number; // milliseconds since 1970
  readonly reach: (instant: number) => void; // no step back
  readonly pass: (milliseconds: number) => void;
  /** What the clock of whoever asks shows. */
  readonly shown: () => Instant;
}

export function clockFrom(start: number): Clock {
  let now = start;
  return {
    now: () => now,
    reach: (instant) => void (now = Math.max(now, instant)),
    pass: (milliseconds) => void (now += milliseconds),
    shown: () => toInstant(now + (acting.getStore()?.skew ?? 0)),
  };
}

export const SKEW = 5 * 60_000; // milliseconds, at most

/** Some clocks are set while their function runs, back or forward. */
export function jump(by: Chance): Actor['jumps'] {
  if (!by.happens(0.1)) return null;
  return { call: 1 + by.below(12), to: Math.floor((2 * by.uniform() - 1) * SKEW) };
}
