import type { Candidate } from './candidate.ts';
import type { Measure } from '../kalman/trust-panel.ts';
import { foldOf } from '../../stats/fold.ts';
import type { Sequence } from '../sequence.ts';
import type { Kit, Panel } from './kit.ts';
import type { Directions } from './directions.ts';
import { eventsIn, type Roster } from './roster.ts';
import { eventsBySeller } from './sellers.ts';
import { earlyPart } from './timeline-cut.ts';

const FOLDS = 5;

/** The data all theories are tried on, and its parts. */
export interface Evidence {
  readonly kit: Kit;
  readonly measure: Measure;
  readonly panel: Panel;
  readonly early: Panel; // the first 70 % of each seller's decisions
  readonly folds: readonly Fold[];
  readonly minGap: number; // in the panel's units
  directionsIn(roster: Roster): Directions;
}

interface Fold {
  readonly training: Panel;
  readonly test: Panel;
}

/** @param sequences those with a decision */
export function evidenceOf(
  kit: Kit,
  sequences: readonly Sequence[],
  measure: Measure,
  minGap: number,
  directionsIn: Evidence['directionsIn'],
): Evidence {
  const panel = kit.panelOf(sequences, measure);
  const fold = panel.roster.sellers.map((sellerId) => foldOf(sellerId, FOLDS));
  const folds = Array.from({ length: FOLDS }, (_, k) => ({
    training: panel.restricted((seller) => fold[seller] !== k),
    test: panel.restricted((seller) => fold[seller] === k),
  }));
  return {
    kit,
    measure,
    panel,
    early: kit.panelOf(earlyPart(sequences), measure),
    folds: folds.filter(({ test }) => eventsIn(test.roster) > 0),
    minGap,
    directionsIn,
  };
}

/** Log-likelihood of each seller with parameters fitted on the sellers of the other folds. */
export function heldOutBy(
  { kit, measure, panel, folds }: Evidence,
  score: (training: Panel, test: Panel) => Float64Array,
): Float64Array {
  const result = new Float64Array(panel.roster.sellers.length);
  for (const { training, test } of folds) {
    const scores = score(training, test);
    for (const seller of new Set(test.roster.seller)) result[seller] = scores[seller] as number;
  }
  return onScale(result, eventsBySeller(panel.roster), kit.shiftPerEvent(measure));
}

/** Log-likelihood of each seller's later decisions given her earlier ones: that of all less that of the earlier ones, which
 *  carries on what is known of her (her trust, her type, the filter's state) at the cut. */
export function laterBy(
  { kit, measure, panel, early }: Evidence,
  score: (panel: Panel) => Float64Array,
): Float64Array {
  const [all, before] = [score(panel), score(early)];
  const events = laterEvents({ panel, early });
  return onScale(
    all.map((value, i) => value - (before[i] as number)),
    events,
    kit.shiftPerEvent(measure),
  );
}

/** Decisions of each seller after the cut. */
export function laterEvents({ panel, early }: Pick<Evidence, 'panel' | 'early'>): Float64Array {
  const before = eventsBySeller(early.roster);
  return eventsBySeller(panel.roster).map((events, i) => events - (before[i] as number));
}

/** Densities on the scale from those in the kit's units. */
export function onScale(sellers: Float64Array, events: Float64Array, perEvent: number): Float64Array {
  return sellers.map((value, i) => value - (events[i] as number) * perEvent);
}

/** Variance of the noise in one weight and in one move at theta: harmonic means over all decisions, as precisions add up. */
export function noiseAt({ kit, panel }: Evidence, theta: ArrayLike<number>): Candidate['noise'] {
  const { gaps } = panel.roster;
  let [weight, move] = [0, 0];
  for (const gap of gaps) {
    const variance = kit.weightNoise(theta, gap);
    weight += 1 / variance;
    move += 1 / (gap * gap * variance);
  }
  return { weight: gaps.length / weight, move: gaps.length / move };
}
