import { type Instant, toInstant } from '../../lib/domain/instant.ts';
import { acting } from './actor.ts';

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
