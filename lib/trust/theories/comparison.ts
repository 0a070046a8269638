import { THEORIES } from '../estimates.ts';
import { chooseEstimator } from '../estimators.ts';
import type { Measure } from '../kalman/trust-panel.ts';
import type { Scale } from '../scale.ts';
import { FEWEST_SEQUENCES } from '../segment.ts';
import type { Sequence } from '../sequence.ts';
import type { AnalysisSettings } from '../settings.ts';
import type { TrustFit } from '../trust-fit.ts';
import { directionsOf, type Directions } from './directions.ts';
import { dynamicCandidate } from './dynamic-candidate.ts';
import { evidenceOf, laterEvents, type Evidence } from './evidence.ts';
import { noHeadline } from './headline.ts';
import { KITS } from './kits.ts';
import { mixtureCandidate } from './mixture-candidate.ts';
import type { Context } from './nesting.ts';
import { staticCandidates } from './static-candidates.ts';
import { staticFits } from './static-fits.ts';
import { rowOf, unknownRow } from './theory-row.ts';
import { verdictOf } from './verdict.ts';

type Comparison = Pick<TrustFit, 'theories' | 'mixture' | 'verdict'>;

/** All theories on the same decisions, in the likelihood of the analysis' estimator, and which of them, if any, is to be
 *  preferred. docs/model.md 6.7 and 6.8. */
export function compareTheories(
  sequences: readonly Sequence[],
  measure: Measure,
  scale: Scale,
  settings: AnalysisSettings,
): Comparison {
  const decided = sequences.filter(({ steps }) => steps.some(({ decision }) => decision !== null));
  if (new Set(decided.map(({ sellerId }) => sellerId)).size < FEWEST_SEQUENCES)
    return incomparable(`fewer than ${FEWEST_SEQUENCES} sellers with a usable decision`);
  const kit = KITS[chooseEstimator(sequences, settings).name];
  const evidence = evidenceOf(kit, decided, measure, scale.minGap / measure.unit, (roster) =>
    directionsOf(roster, settings.directions),
  );
  return compared(evidence);
}

function compared(evidence: Evidence): Comparison {
  const { kit, panel, measure } = evidence;
  const fits = staticFits(evidence);
  const { fit, signs, ...mixture } = mixtureCandidate(evidence, fits);
  const dynamic = dynamicCandidate(evidence, fits);
  const candidates = [...staticCandidates(evidence, fits), ...(dynamic ? [dynamic] : []), mixture];
  const context = contextOf(evidence);
  const verdict = verdictOf(candidates, context, indistinct(panel.roster.gaps));
  return {
    theories: THEORIES.map((theory) => rowOf(theory, candidates, context, fit.shares)),
    verdict: { ...verdict, reason: verdict.reason + tried(evidence.directionsIn(panel.roster)) },
    mixture: {
      likelihood: kit.likelihood,
      shares: [...fit.shares],
      theta: [...fit.theta],
      unit: measure.unit,
      referenceGap: measure.referenceGap,
      signs: Object.fromEntries(signs),
    },
  };
}

function contextOf(evidence: Evidence): Context {
  const { kit, panel, minGap } = evidence;
  const { sellers, gaps } = panel.roster;
  return {
    likelihood: kit.likelihood,
    sellers: sellers.length,
    events: gaps.length,
    laterEvents: laterEvents(evidence).reduce((sum, events) => sum + events, 0),
    gaps,
    minGap,
  };
}

/** Guards of docs/model.md 6.11: why theories cannot be told apart whatever their likelihoods. */
function indistinct(gaps: Float64Array): string | null {
  const sizes = gaps.map(Math.abs);
  const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
  const sd = Math.sqrt(sizes.reduce((sum, size) => sum + (size - mean) ** 2, 0) / sizes.length);
  const bothSigns = gaps.some((g) => g > 0) && gaps.some((g) => g < 0);
  if (bothSigns || sd > 0.3 * mean) return null;
  return 'all gaps have one sign and nearly one size: a weight and a discount look the same';
}

function tried({ unknown }: Directions): string {
  if (unknown.length === 0) return '';
  const whom = unknown.length > 2 ? `${unknown.length} recommenders` : unknown.join(' and ');
  return `; in which direction the marketplace gains is not set for ${whom}: both directions were tried, at the cost of a parameter each`;
}

function incomparable(reason: string): Comparison {
  return {
    theories: THEORIES.map((theory) => unknownRow(theory, reason)),
    mixture: null,
    verdict: { preferred: 'cannot tell', ...noHeadline(reason, null), margin: null, reason },
  };
}
