import type { Candidate, Interval } from './candidate.ts';
import { bestDirections } from './directions.ts';
import { heldOutBy, laterBy, onScale, weightNoiseAt, type Evidence } from './evidence.ts';
import { CLASSES, type Panel, type Signs } from './kit.ts';
import { byLowestLevel, fitMixture, type MixtureFit } from './mixture-fit.ts';
import { classLikelihoods, mixtureLikelihoods, type Mixture } from './mixture.ts';
import { eventsIn } from './roster.ts';
import { eventsBySeller } from './sellers.ts';
import { upperShare } from './share-bound.ts';

const UNBOUNDED: Interval = { lower: -Infinity, upper: Infinity };

interface Directed {
  readonly fit: MixtureFit;
  readonly signs: Signs;
}

/** The seller-level mixture, with its held-out scores. */
export function mixtureCandidate(evidence: Evidence): Candidate & Directed {
  const { kit, measure, panel, early, minGap, directionsIn } = evidence;
  const fitOn = (part: Panel, from?: Mixture): Directed =>
    bestDirections(directionsIn(part.roster).candidates, (signs) =>
      fitMixture(kit, part, signs, minGap, from),
    );
  const scoreBy =
    ({ fit, signs }: Directed) =>
    (part: Panel) =>
      mixtureLikelihoods(classLikelihoods(part, fit.theta, signs), fit.shares);
  const { fit: best, signs } = fitOn(panel);
  const fit = byLowestLevel(kit, best, (start) => fitMixture(kit, panel, signs, minGap, start));
  const shift = kit.shiftPerEvent(measure);
  const places = kit.parameters.map((_, place) => place);
  return {
    name: 'mixture',
    parameterCount: places.length + CLASSES.length - 1 + directionsIn(panel.roster).unknown.length,
    logLikelihood: fit.logLikelihood - eventsIn(panel.roster) * shift,
    sellers: onScale(scoreBy({ fit, signs })(panel), eventsBySeller(panel.roster), shift),
    heldOut: heldOutBy(evidence, (training, test) => scoreBy(fitOn(training, fit))(test)),
    later: laterBy(evidence, scoreBy(fitOn(early, fit))),
    parameters: {
      ...kit.published(fit.theta, places, measure),
      direction: Object.fromEntries(signs),
      shares: Object.fromEntries(CLASSES.map(({ name }, c) => [name, fit.shares[c] ?? 0])),
    },
    bounds: () => UNBOUNDED,
    shareOfOthers: (than) =>
      upperShare(
        classLikelihoods(panel, fit.theta, signs),
        fit.shares,
        CLASSES.map((type) => !than.includes(type.name)),
      ),
    weightNoise: weightNoiseAt(evidence, fit.theta),
    convergence: fit.convergence,
    fit,
    signs,
  };
}
