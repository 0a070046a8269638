import type { Instant } from '../domain/instant.ts';
import type { AlertRule } from '../domain/tenant.ts';
import type { Estimates } from '../trust/estimates.ts';
import { unknownRepeated } from '../trust/quantity.ts';
import type { Repeated } from '../trust/quantity-schema.ts';
import { plannedSeFor, repeated, SMALLEST_CHANGE } from '../trust/repeated.ts';
import type { AlertState } from './alerts-schema.ts';

/** A report, as states name it. */
export interface At {
  readonly period: string;
  readonly asOf: Instant;
}

export interface Alarm {
  readonly states: readonly AlertState[]; // one a rule, in their order
  readonly raised: readonly AlertState[]; // in this report
  readonly cleared: readonly AlertState[];
  readonly ended: readonly string[];
}

type Measured = Pick<Estimates, 'trust' | 'since' | 'reasons'>;

/** Where each rule stands after a report. With [l, u] the 95 % interval that holds at all looks, H the threshold and
 *  d >= 0 `clearBy`:
 *      when below   raised once u < H   and cleared once u >= H + d
 *      when above   raised once l > H   and cleared once l <= H - d
 *  Between the two, and where the number cannot be told, the state of the report before stays: what hovers about a threshold
 *  is told once. A rule that is set otherwise under its old name begins anew.
 *  @param previous of the report before */
export function alertStates(
  rules: readonly AlertRule[],
  estimates: Measured,
  previous: readonly AlertState[],
  at: At,
): Alarm {
  const states = rules.map((rule) => stateOf(rule, estimates, previous, at));
  const lasts = (old: AlertState) => rules.some((rule) => isSame(rule, old));
  return {
    states,
    raised: states.filter(({ moved }) => moved === 'raised'),
    cleared: states.filter(({ moved }) => moved === 'cleared'),
    ended: previous.filter((old) => old.state === 'raised' && !lasts(old)).map(({ name }) => name),
  };
}

function stateOf(
  rule: AlertRule,
  estimates: Measured,
  previous: readonly AlertState[],
  { period, asOf }: At,
): AlertState {
  const before = previous.find((old) => isSame(rule, old));
  const was = before?.state ?? 'clear';
  const { estimate, n, reason, anytime } = measured(rule, estimates);
  const { lower, upper } = anytime;
  const told = { ...rule, estimate, lower, upper, n };
  if (estimate === null || lower === null || upper === null) {
    const why = anytime.reason ?? reason ?? 'no reason was given';
    return { ...told, state: was, moved: 'stayed', since: before?.since ?? null, reason: why };
  }
  const state = standing(rule, { lower, upper }, was);
  if (state === was) return { ...told, state, moved: 'stayed', since: before?.since ?? null, reason: null };
  const moved = state === 'raised' ? 'raised' : 'cleared';
  return { ...told, state, moved, since: { period, asOf }, reason: null };
}

function standing(
  { when, threshold, clearBy }: AlertRule,
  { lower, upper }: { lower: number; upper: number },
  was: AlertState['state'],
): AlertState['state'] {
  const distance = when === 'below' ? upper - threshold : threshold - lower; // below 0: the bound is beyond
  if (distance < 0) return 'raised';
  return distance >= clearBy ? 'clear' : was;
}

/** How far back it has to come may be set otherwise without a new beginning. */
function isSame(rule: AlertRule, old: AlertState): boolean {
  return (['name', 'measure', 'recommender', 'when', 'threshold'] as const).every(
    (part) => rule[part] === old[part],
  );
}

/** The number a rule watches, with the interval that holds at all looks. Trust has but the interval of one look in the
 *  estimates; a rule looks at every report, so its own is made here, in the same way as the others'. */
function measured({ measure, recommender }: AlertRule, { trust, since, reasons }: Measured): Repeated {
  const missing = unknownRepeated(`there is no recommender ${recommender ?? ''}`.trim());
  switch (measure) {
    case 'trust': {
      const now = recommender === null ? trust.overall : of(trust.byRecommender, recommender);
      return now === undefined ? missing : repeated(now, PLANNED, [0, 1]);
    }
    case 'change': {
      if (since === null) return unknownRepeated(reasons['since'] ?? 'there is no report before this one');
      return (recommender === null ? since.overall : of(since.byRecommender, recommender)) ?? missing;
    }
    case 'gap': {
      const { gap, byRecommender } = trust.calibration;
      return (recommender === null ? gap : of(byRecommender, recommender)?.gap) ?? missing;
    }
  }
}

/** A recommender may be called `constructor`. */
const of = <Value>(all: Readonly<Record<string, Value>>, name: string): Value | undefined =>
  Object.hasOwn(all, name) ? all[name] : undefined;

const PLANNED = plannedSeFor(SMALLEST_CHANGE);
