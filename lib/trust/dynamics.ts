import type * as z from 'zod/mini';
import type { dynamicsSchema } from './estimates.ts';
import { lawsOf } from './law-choice.ts';
import type { Measure } from './kalman/trust-panel.ts';
import { parametersOf } from './parameters.ts';
import type { Scale } from './scale.ts';
import type { FittedSegment, SegmentModels } from './segment.ts';
import type { Sequence } from './sequence.ts';
import { halfLife, outcomeMeans, steadyState, type OutcomeMeans } from './steady-state.ts';

export type Dynamics = z.infer<typeof dynamicsSchema>;

export interface DynamicsContext {
  readonly segment: string;
  readonly scale: Scale;
  readonly measure: Measure;
  readonly placebo: Dynamics['placebo'];
}

/** One row of `dynamics`: the largest model that the data can tell, its parts, and what it implies. */
export function dynamicsRow(fitted: FittedSegment, context: DynamicsContext): Dynamics {
  const { segment, scale, measure, placebo } = context;
  const laws = lawsOf(fitted, measure);
  const of = modelled(fitted, measure.unit, countsOf(fitted.sequences));
  return {
    segment,
    law: '5.3',
    estimator: fitted.estimator,
    sequences: of.sequences,
    events: of.events,
    scale: scale.name,
    minGap: scale.minGap,
    referenceGap: fitted.sequences.length > 0 ? measure.referenceGap : null,
    parameters: of.parameters,
    models: of.models,
    heldOutLogScore: laws.find(({ law }) => law === '5.3')?.heldOut.score ?? null,
    laws,
    placebo,
    steadyState: of.steadyState,
    halfLife: of.halfLife,
    reason: of.reason,
  };
}

/** What the sequences of a segment number. */
export interface SegmentCounts {
  readonly sequences: number;
  readonly events: number; // decisions
  readonly outcomes: OutcomeMeans;
}

function countsOf(sequences: readonly Sequence[]): SegmentCounts {
  return {
    sequences: sequences.length,
    events: sequences.reduce((sum, { steps }) => sum + steps.filter(({ decision }) => decision).length, 0),
    outcomes: outcomeMeans(sequences),
  };
}

/** The part of the row that rests on the models and on counts. */
export function modelled(fitted: SegmentModels, unit: number, counts: SegmentCounts) {
  const { sequences, events, outcomes } = counts;
  return {
    sequences,
    events,
    parameters: parametersOf(fitted, unit),
    models: fitted.models.map(({ name, logLikelihood, parameterCount, convergence }) => ({
      name,
      logLikelihood,
      parameterCount,
      convergence,
    })),
    steadyState: steadyState(fitted, outcomes),
    halfLife: halfLife(fitted, outcomes),
    reason: fitted.reason ?? weakness(counts),
  };
}

/** Gates of docs/model.md 6.14: below them the parameters are published with the reason they are weak. */
function weakness({ sequences, events, outcomes: { n, negative } }: SegmentCounts): string | null {
  const reasons = [
    n === 0 ? 'no outcome was seen' : null,
    sequences < 200 ? `200 sequences are wanted, not ${sequences}` : null,
    events < 8 * sequences ? `${(events / sequences).toFixed(1)} decisions per sequence, of 8 wanted` : null,
    n > 0 && negative < 0.15
      ? `${(100 * negative).toFixed(0)} % of outcomes spoke against the recommendation, of 15 wanted`
      : null,
  ].filter((reason) => reason !== null);
  return reasons.length > 0 ? `weak: ${reasons.join('; ')}` : null;
}
