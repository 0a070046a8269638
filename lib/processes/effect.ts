import { plannedSeFor, repeated, SMALLEST_CHANGE } from '../trust/repeated.ts';
import type { RefusalReason } from './refusal.ts';

/** What an estimator found out of its own making, in the report's words; nothing a number depends on is left out. */
export type Diagnostics = Readonly<Record<string, number | string | boolean>>;

/** The effect of a process, in the unit of its outcome. */
export interface Effect {
  readonly kind: 'effect';
  readonly estimator: string;
  readonly estimand: string; // in words: whose effect, on what, against what
  readonly estimate: number;
  readonly se: number; // > 0
  readonly lower: number; // of the interval at `level`, which holds at one look
  readonly upper: number;
  readonly level: 0.95;
  readonly n: number; // rows
  readonly clusters: number; // sellers
  /** Holds at all looks together; null with fewer clusters than it needs. */
  readonly anytime: { readonly lower: number; readonly upper: number } | null;
  readonly diagnostics: Diagnostics;
}

/** No effect is told, and why: never a number. */
export interface Refused {
  readonly kind: 'refused';
  readonly estimator: string;
  readonly reason: RefusalReason;
  readonly detail: string; // what was found, and what would help
}

/** What every estimator of `lib/processes` gives. */
export type ProcessEffect = Effect | Refused;

export function refused(estimator: string, reason: RefusalReason, detail: string): Refused {
  return { kind: 'refused', estimator, reason, detail };
}

/** What an estimator found, before its intervals. */
export interface Found {
  readonly estimator: string;
  readonly estimand: string;
  readonly estimate: number;
  readonly se: number;
  readonly n: number;
  readonly clusters: number;
  /** Half-width of the 95 % interval in standard errors, or the interval itself where it is not symmetric. */
  readonly width: number | { readonly lower: number; readonly upper: number };
  /** Smallest effect worth acting on, > 0, in the unit of the outcome: what a series of reports is tuned for. */
  readonly smallest?: number;
  readonly diagnostics?: Diagnostics;
}

/** An effect with its two intervals. The one for all looks is the confidence sequence of `lib/trust/repeated.ts` on the
 *  estimator's influence functions, of which `se` is the size, never narrower than 52 looks need (decisions 0017, 0072), nor
 *  than the interval at one look.
 *  @throws RangeError unless the estimate is finite and se is positive: an estimator refuses before that */
export function effect({ width, smallest = SMALLEST_CHANGE, diagnostics = {}, ...found }: Found): Effect {
  const { estimate, se, clusters } = found;
  if (!Number.isFinite(estimate) || !(se > 0) || !Number.isFinite(se))
    throw new RangeError('effect requires a finite estimate and a positive standard error');
  const once =
    typeof width === 'number' ? { lower: estimate - width * se, upper: estimate + width * se } : width;
  const quantity = { estimate, se, ...once, n: clusters, reason: null };
  const { lower, upper } = repeated(quantity, plannedSeFor(smallest)).anytime;
  const anytime =
    lower === null || upper === null
      ? null
      : { lower: Math.min(lower, once.lower), upper: Math.max(upper, once.upper) };
  return { kind: 'effect', ...found, ...once, level: 0.95, anytime, diagnostics };
}
