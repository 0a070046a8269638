import type * as z from 'zod/mini';
import { Z95 } from '../stats/normal.ts';
import type { Dynamics } from './dynamics.ts';
import type { healthSchema } from './estimates.ts';
import type { Parameter } from './quantity-schema.ts';
import { BUTTONS, buttonShares } from './estimators.ts';
import { fidelityRule, type FidelityRule } from './fidelity.ts';
import { revertsClearly } from './law-choice.ts';
import type { Scale } from './scale.ts';
import { FEWEST_SEQUENCES, type FittedSegment, type SegmentModels } from './segment.ts';
import { OWN_FIT, type Segments } from './segments.ts';
import { compare, decisionsOf, type Sequence } from './sequence.ts';

type Health = z.infer<typeof healthSchema>;

/** What a reader should know before she believes the numbers. */
export function healthRows(
  sequences: readonly Sequence[],
  scale: Scale,
  segments: Segments,
  dynamics: Dynamics | undefined,
): Health[] {
  const everyone = segments.own[0][1];
  return [
    roundsUsed(
      decisionsOf(sequences).length,
      sequences.reduce((sum, { rounds }) => sum + rounds.length, 0),
    ),
    missingOutcomes(sequences),
    ...fidelityRules(sequences),
    scaleRow(sequences, scale),
    buttons(sequences, everyone),
    sampleSize(everyone.sequences.length, everyone, segments.small),
    ...fitted(segments.own, dynamics),
    ...lawOfMotion(dynamics),
  ];
}

/** What the fits of segments say of themselves. */
export function fitted(
  own: readonly (readonly [string, SegmentModels])[],
  dynamics: Dynamics | undefined,
): Health[] {
  return [convergenceRow(own), width(own), placebo(dynamics)];
}

export function roundsUsed(used: number, rows: number): Health {
  const detail = `${used} of ${rows} rounds are decisions that say something about trust`;
  return { check: 'rounds used', status: used === 0 ? 'fail' : 2 * used < rows ? 'warn' : 'ok', detail };
}

function missingOutcomes(sequences: readonly Sequence[]): Health {
  const rounds = sequences.flatMap((sequence) => sequence.rounds);
  const missing = rounds.filter(({ row }) => row.outcome === null).length;
  const unseen = rounds.filter(({ row }) => row.outcome !== null && !row.outcomeSeen).length;
  const detail = `${missing} of ${rounds.length} rounds have no outcome; ${unseen} have one that the seller was not shown`;
  return { check: 'missing outcomes', status: 2 * missing > rounds.length ? 'warn' : 'ok', detail };
}

/** What fidelity was computed from, where that is not distance alone. Mixed, one gain stands for different things. */
function fidelityRules(sequences: readonly Sequence[]): Health[] {
  const counts = new Map<FidelityRule, number>();
  for (const { rounds } of sequences)
    for (const { row, fidelity } of rounds)
      if (typeof fidelity === 'number') {
        const rule = fidelityRule(row);
        counts.set(rule, (counts.get(rule) ?? 0) + 1);
      }
  if (counts.size === 0 || (counts.size === 1 && counts.has('by distance'))) return [];
  const each = [...counts].toSorted(([a], [b]) => compare(a, b)).map(([rule, n]) => `${n} ${rule}`);
  const detail = `fidelity of rounds: ${each.join(', ')}`;
  if (counts.size === 1) return [{ check: 'fidelity', status: 'ok', detail }];
  return [
    { check: 'fidelity', status: 'warn', detail: `${detail}; gain and loss pool what is not one measure` },
  ];
}

/** Levels in different units cannot be pooled: a unit of stock is not a euro. */
function scaleRow(sequences: readonly Sequence[], scale: Scale): Health {
  const detail = `gaps are measured on the ${scale.name} scale; the smallest that counts is ${format(scale.minGap)} (${scale.minGapRule})`;
  const units = new Set(sequences.flatMap(({ rounds }) => rounds.flatMap(({ row }) => row.unit ?? [])));
  if (scale.name === 'log' || units.size < 2) return { check: 'scale', status: 'ok', detail };
  const mixed = `${detail}; values in ${[...units].toSorted(compare).join(', ')} are taken together, which only the log scale allows`;
  return { check: 'scale', status: 'warn', detail: mixed };
}

const BY_EVENTS = 'the friction likelihood, which takes a button for an event';
const BY_MOVES = 'the Kalman estimator, which takes every move as it is';

/** Which estimator was used, and why: accept and keep counted as in docs/model.md 6.1. */
function buttons(sequences: readonly Sequence[], { estimator }: FittedSegment): Health {
  const { accept, keep } = buttonShares(sequences);
  const counted = `${percent(accept)} of decisions take the recommendation as it is, ${percent(keep)} keep the own plan`;
  const common = accept + keep > BUTTONS;
  const used = `${common ? 'above' : 'not above'} ${percent(BUTTONS)}; trust comes from ${estimator === 'kf' ? BY_MOVES : BY_EVENTS}`;
  if (common && estimator === 'kf')
    return {
      check: 'buttons',
      status: 'warn',
      detail: `${counted}: ${used}, as set: it overstates how fast trust moves`,
    };
  return { check: 'buttons', status: 'ok', detail: `${counted}: ${used}` };
}

export function sampleSize(
  sequences: number,
  { reason }: Pick<FittedSegment, 'reason'>,
  small: Segments['small'],
): Health {
  const drawn = small.map(([name]) => name).join(', ');
  const few =
    drawn === '' ? '' : `; the parameters of ${drawn}, with fewer than ${OWN_FIT}, are drawn to everyone’s`;
  const detail = `sequences of a seller with a recommender: ${sequences}${reason === null ? '' : `; ${reason}`}${few}`;
  return { check: 'sample size', status: sequences < FEWEST_SEQUENCES ? 'warn' : 'ok', detail };
}

function convergenceRow(own: readonly (readonly [string, SegmentModels])[]): Health {
  const failed = own.flatMap(([segment, { models }]) =>
    models.filter(({ convergence }) => !convergence.converged).map(({ name }) => `${name} (${segment})`),
  );
  if (failed.length > 0)
    return { check: 'convergence', status: 'fail', detail: `the fit did not converge: ${failed.join(', ')}` };
  const some = own.some(([, { models }]) => models.length > 0);
  return {
    check: 'convergence',
    status: 'ok',
    detail: some ? 'every fit converged' : 'nothing was fitted',
  };
}

function width(own: readonly (readonly [string, SegmentModels])[]): Health {
  const flat = own.filter(([, { models, covariance }]) => models.length > 0 && !covariance);
  const check = 'identification';
  if (flat.length === 0)
    return { check, status: 'ok', detail: 'the parameters that were fitted can be told apart' };
  const which = flat.map(([segment]) => segment).join(', ');
  const detail = `the likelihood is flat in some direction (${which}): bands leave out the uncertainty of the parameters`;
  return { check, status: 'warn', detail };
}

/** Trust that moves as fast where outcomes were not shown does not move because of them: docs/model.md 6.8. */
function placebo(dynamics: Dynamics | undefined): Health {
  const check = 'placebo';
  const unshown = dynamics?.placebo;
  if (!dynamics || !unshown || unshown.reason !== null)
    return { check, status: 'unknown', detail: `no placebo: ${unshown?.reason ?? 'nothing was fitted'}` };
  const { gain } = dynamics.parameters;
  if (gain === undefined || gain.estimate === null)
    return {
      check,
      status: 'unknown',
      detail: `nothing to hold the placebo against: ${gain?.reason ?? 'no gain'}`,
    };
  const faster = (['gain', 'loss'] as const).filter((name) =>
    exceeds(dynamics.parameters[name], unshown[name]),
  );
  if (faster.length > 0)
    return {
      check,
      status: 'ok',
      detail: `${faster.join(' and ')} clearly larger where outcomes were shown than where not`,
    };
  return {
    check,
    status: 'warn',
    detail:
      'trust moves no faster where outcomes were shown than where they were not: its motion can not be put down to them',
  };
}

/** Law 5.3 is used throughout; 5.5 is tried on the same sequences and has to win clearly to be spoken of: docs/model.md 5.5. */
function lawOfMotion(dynamics: Dynamics | undefined): Health[] {
  const check = 'law of motion';
  const reverting = dynamics?.laws.find(({ law }) => law === '5.5')?.heldOut;
  if (!dynamics || !reverting) return [];
  const [by, lower, upper] = [reverting.difference, reverting.lower, reverting.upper].map(perHundred);
  const held = `log score of held-out sellers, in hundredths a decision, ${by} (${lower} to ${upper})`;
  if (!revertsClearly(dynamics.laws))
    return [
      { check, status: 'ok', detail: `trust that returns to a mean of its own tells no more: ${held}` },
    ];
  const detail = `a law in which trust returns to a mean of its own foretells moves better: ${held}; trust and its evolution are still those of the law without`;
  return [{ check, status: 'warn', detail }];
}

const perHundred = (value: number | null): string => (100 * (value ?? 0)).toFixed(2);

function exceeds(shown: Parameter | undefined, unshown: Parameter): boolean {
  if (!shown || shown.estimate === null || shown.se === null || unshown.estimate === null) return false;
  return shown.estimate - unshown.estimate > Z95 * Math.hypot(shown.se, unshown.se ?? 0);
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const format = (value: number): string => String(Number(value.toPrecision(6)));
