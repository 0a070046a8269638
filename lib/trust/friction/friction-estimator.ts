import type { Identified, ModelFit, TrustEstimator } from '../estimator.ts';
import type { Measure } from '../kalman/trust-panel.ts';
import type { OutcomesSeen } from '../laws/asymmetric.ts';
import { pathsWithGradient } from '../paths-with-gradient.ts';
import type { Sequence } from '../sequence.ts';
import { adfForm } from './adf.ts';
import { frictionCovariance } from './covariance.ts';
import { pathForm } from './deterministic-path.ts';
import { fitFriction, fitFrictionNear, fitFrictionNested, type FrictionFit } from './fit.ts';
import type { FrictionForm } from './form.ts';
import { frictionBoundOf } from './nested-model.ts';
import { frictionPanel, type FrictionPanel } from './panel.ts';
import { frictionStates } from './states.ts';

/** The friction likelihood as an estimator, docs/model.md 6.5: for sellers who answer by button. Its log-likelihoods are of
 *  events, so they do not compare with those of the Kalman estimator. theta begins as there, and goes on with ln sw and
 *  logit eps. */
const frictionEstimator = (form: FrictionForm): TrustEstimator => ({
  name: form.name,
  fit(sequences, measure, identified) {
    const panel = frictionPanel(sequences, measure);
    return fitAtSize(sequences, measure, identified, panel, form).map((fit): ModelFit => ({
      name: fit.model.name,
      theta: fit.theta,
      fitted: fit.model.columns.flat(),
      logLikelihood: fit.logLikelihood,
      parameterCount: fit.parameterCount,
      convergence: fit.convergence,
      covariance: () => frictionCovariance(panel, form, fit),
      boundOf: (place) => frictionBoundOf(place, fit.theta[place] ?? 0),
    }));
  },
  paths: (sequences, fit) => pathsWithGradient(fit, (theta) => frictionStates(sequences, fit, form, theta)),
});

/** QD-ADF, the production form. */
export const adfEstimator = frictionEstimator(adfForm);
/** QD, without drift: for parity with analyses that have none; its bands are too narrow where trust drifts. */
export const deterministicEstimator = frictionEstimator(pathForm);

/** Decisions above which the search begins on a part of the sequences: a tenth of the time, the same optimum. */
const LARGE = 2_500;
const PART = 1_500;

function fitAtSize(
  sequences: readonly Sequence[],
  measure: Measure,
  { gapSlope, motion }: Identified,
  panel: FrictionPanel<OutcomesSeen>,
  form: FrictionForm,
): FrictionFit[] {
  const steps = panel.kind.length;
  if (steps <= LARGE) return fitFrictionNested(panel, form, gapSlope, motion);
  const every = Math.ceil(steps / PART);
  const part = frictionPanel(
    sequences.filter((_, i) => i % every === 0),
    measure,
  );
  const fits: FrictionFit[] = [];
  for (const begun of fitFrictionNested(part, form, gapSlope, motion)) {
    const share = part.kind.length / steps;
    const covariance = frictionCovariance(part, form, begun)?.map((row) => row.map((value) => value * share));
    fits.push(notBelow(fitFrictionNear(panel, form, begun, covariance), fits, panel, form));
  }
  return fits;
}

/** A fit, or one from the nested optima too should it have ended below one of them. */
function notBelow(
  fit: FrictionFit,
  nested: readonly FrictionFit[],
  panel: FrictionPanel<OutcomesSeen>,
  form: FrictionForm,
): FrictionFit {
  const below = nested.some(({ logLikelihood }) => logLikelihood > fit.logLikelihood);
  return below ? fitFriction(panel, form, fit.model, nested, [[...fit.theta]]) : fit;
}
