import type { Estimates } from '../estimates.ts';
import type { Candidate, TheoryName } from './candidate.ts';
import { bicByEvent, bicOf } from './contest.ts';
import { CLASSES, type StaticName } from './kit.ts';
import type { Context } from './nesting.ts';

type TheoryRow = Estimates['theories'][number];

const CLASSES_OF: Readonly<Partial<Record<TheoryName, readonly StaticName[]>>> = {
  'trust-embedded': ['TE'],
  'level-k': ['L1', 'L2'],
  credulous: ['L0'],
  babbling: ['BAB'],
};

/** A theory as published.
 *  @param shares of the mixture's types */
export function rowOf(
  theory: TheoryName,
  candidates: readonly Candidate[],
  context: Context,
  shares: readonly number[],
): TheoryRow {
  const candidate = candidates.find(({ name }) => name === theory);
  if (!candidate)
    return unknownRow(theory, 'no outcome was seen that was better or worse than a seller’s own plan');
  const share = CLASSES_OF[theory]?.reduce((sum, type) => sum + shareOf(type, shares), 0);
  const levels = { '1': shareOf('L1', shares), '2': shareOf('L2', shares) };
  return {
    theory,
    parameters: { ...candidate.parameters, ...(theory === 'level-k' ? { shares: levels } : {}) },
    parameterCount: candidate.parameterCount,
    logLikelihood: candidate.logLikelihood,
    bic: bicOf(candidate, context),
    bicEvent: bicByEvent(candidate, context),
    heldOutLogScore: total(candidate.heldOut) / context.events,
    timeSplitLogScore: context.laterEvents === 0 ? null : total(candidate.later) / context.laterEvents,
    share: share ?? null,
    convergence: candidate.convergence,
    reason: candidate.convergence.converged ? weakness(share, context) : 'the fit did not converge',
  };
}

const total = (scores: Float64Array): number => scores.reduce((sum, value) => sum + value, 0);

function shareOf(type: StaticName, shares: readonly number[]): number {
  return shares[CLASSES.findIndex(({ name }) => name === type)] ?? 0;
}

/** Shares want 8 events a seller: docs/model.md 6.12. */
function weakness(share: number | undefined, { events, sellers }: Context): string | null {
  if (share === undefined) return 'no type of the mixture: no share';
  const each = events / sellers;
  return each < 8 ? `share is weak: ${each.toFixed(1)} decisions a seller, of 8 wanted` : null;
}

export function unknownRow(theory: TheoryName, reason: string): TheoryRow {
  return {
    theory,
    parameters: {},
    parameterCount: null,
    logLikelihood: null,
    bic: null,
    bicEvent: null,
    heldOutLogScore: null,
    timeSplitLogScore: null,
    share: null,
    convergence: null,
    reason,
  };
}
