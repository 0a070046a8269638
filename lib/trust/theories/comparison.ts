import { THEORIES, type Estimates } from '../estimates.ts';
import { FEWEST_SEQUENCES } from '../segment.ts';
import type { Measure } from '../kalman/trust-panel.ts';
import type { Scale } from '../scale.ts';
import type { Sequence } from '../sequence.ts';
import type { AnalysisSettings } from '../settings.ts';
import type { TrustFit } from '../trust-fit.ts';
import type { Candidate, TheoryName } from './candidate.ts';
import { directionsOf, type Directions } from './directions.ts';
import { dynamicCandidate } from './dynamic-candidate.ts';
import { fitTheory } from './fit.ts';
import { CLASSES } from './mixture.ts';
import { movesOf, type Moves } from './moves.ts';
import type { NestingContext } from './nesting.ts';
import { mixtureCandidate, staticCandidates } from './static-candidates.ts';
import { trustEmbedded } from './trust-embedded.ts';
import { bicOf, verdictOf } from './verdict.ts';

type Comparison = Pick<TrustFit, 'theories' | 'mixture' | 'verdict'>;
type TheoryRow = Estimates['theories'][number];

/** All theories on the same moves, and which of them, if any, is to be preferred. docs/model.md 6.7 and 6.8. */
export function compareTheories(
  sequences: readonly Sequence[],
  measure: Measure,
  scale: Scale,
  settings: AnalysisSettings,
): Comparison {
  const moves = movesOf(sequences, measure.unit);
  if (moves.sellers.length < FEWEST_SEQUENCES)
    return incomparable(`fewer than ${FEWEST_SEQUENCES} sellers with a usable decision`);
  const minGap = scale.minGap / measure.unit;
  const context = { moves, minGap };
  const directions = directionsOf(moves, settings.directions);
  const { fit, signs, ...mixture } = mixtureCandidate(moves, directions, minGap);
  const dynamic = withDynamics(sequences, moves);
  const statics = staticCandidates(moves, directions, minGap);
  const candidates = [...statics, ...(dynamic ? [dynamic] : []), mixture];
  const guard = indistinct(moves);
  const verdict = verdictOf(candidates, context, guard);
  const [mu0 = 0, tau0 = 0, delta = 0, lnS = 0] = fit.theta;
  return {
    theories: THEORIES.map((theory) => rowOf(theory, candidates, context, fit.shares)),
    verdict: { ...verdict, reason: verdict.reason + tried(directions) },
    mixture: {
      shares: [...fit.shares],
      theta: [mu0, tau0, delta, lnS],
      unit: moves.unit,
      signs: Object.fromEntries(signs),
    },
  };
}

function withDynamics(sequences: readonly Sequence[], moves: Moves): Candidate | undefined {
  const seen = sequences.flatMap(({ steps }) => steps.flatMap(({ fidelity }) => fidelity ?? []));
  const better = seen.some((r) => r > 0);
  const worse = seen.some((r) => r < 0);
  if (!better && !worse) return undefined;
  const nested = fitTheory(trustEmbedded, moves, new Map(), 0);
  return dynamicCandidate(sequences, moves, better && worse ? 'asymmetric' : 'symmetric', nested);
}

/** Guards of docs/model.md 6.11: why theories cannot be told apart whatever their likelihoods. */
function indistinct(moves: Moves): string | null {
  const gaps = moves.sequences.flatMap((sequence) => [...sequence.gaps]);
  const sizes = gaps.map(Math.abs);
  const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
  const sd = Math.sqrt(sizes.reduce((sum, size) => sum + (size - mean) ** 2, 0) / sizes.length);
  const bothSigns = gaps.some((g) => g > 0) && gaps.some((g) => g < 0);
  if (bothSigns || sd > 0.3 * mean) return null;
  return 'all gaps have one sign and nearly one size: a weight and a discount look the same';
}

function tried({ unknown }: Directions): string {
  if (unknown.length === 0) return '';
  return `; the direction in which the marketplace gains is not set for ${unknown.join(', ')}: both were tried, at the cost of a parameter each`;
}

const CLASS_OF: Readonly<Partial<Record<TheoryName, readonly string[]>>> = {
  'trust-embedded': ['TE'],
  'level-k': ['L1', 'L2'],
  credulous: ['L0'],
  babbling: ['BAB'],
};

function rowOf(
  theory: TheoryName,
  candidates: readonly Candidate[],
  context: NestingContext,
  shares: readonly number[],
): TheoryRow {
  const candidate = candidates.find(({ name }) => name === theory);
  if (!candidate)
    return unknownRow(theory, 'no outcome was seen that was better or worse than a seller’s own plan');
  const share = CLASS_OF[theory]?.reduce(
    (sum, type) => sum + (shares[CLASSES.findIndex(({ name }) => name === type)] ?? 0),
    0,
  );
  const total = candidate.heldOut.reduce((sum, value) => sum + value, 0);
  return {
    theory,
    parameters: { ...candidate.parameters, ...(theory === 'level-k' ? { shares: byLevel(shares) } : {}) },
    parameterCount: candidate.parameterCount,
    logLikelihood: candidate.logLikelihood,
    bic: bicOf(candidate, context),
    bicEvent: null,
    timeSplitLogScore: null,
    convergence: null,
    heldOutLogScore: total / context.moves.events,
    share: share ?? null,
    reason: candidate.converged ? weakness(share, context) : 'the fit did not converge',
  };
}

function byLevel(shares: readonly number[]): Record<string, number> {
  const share = (type: string): number => shares[CLASSES.findIndex(({ name }) => name === type)] ?? 0;
  return { '1': share('L1'), '2': share('L2') };
}

/** Shares want 8 events a seller: docs/model.md 6.12. */
function weakness(share: number | undefined, { moves }: NestingContext): string | null {
  if (share === undefined) return 'no type of the mixture: no share';
  const events = moves.events / moves.sellers.length;
  return events < 8 ? `share is weak: ${events.toFixed(1)} decisions a seller, of 8 wanted` : null;
}

function unknownRow(theory: TheoryName, reason: string): TheoryRow {
  return {
    theory,
    parameters: {},
    parameterCount: null,
    logLikelihood: null,
    bic: null,
    bicEvent: null,
    timeSplitLogScore: null,
    convergence: null,
    heldOutLogScore: null,
    share: null,
    reason,
  };
}

function incomparable(reason: string): Comparison {
  return {
    theories: THEORIES.map((theory) => unknownRow(theory, reason)),
    mixture: null,
    verdict: {
      preferred: 'cannot tell',
      vuong: { statistic: null, p: null, reason },
      heldOut: { difference: null, lower: null, upper: null, reason },
      timeSplit: { difference: null, lower: null, upper: null, reason },
      likelihood: null,
      reason,
    },
  };
}
