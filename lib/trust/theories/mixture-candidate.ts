import type { Candidate, Profile } from './candidate.ts';
import { bestDirections } from './directions.ts';
import { heldOutBy, laterBy, noiseAt, onScale, type Evidence } from './evidence.ts';
import { CLASSES, isSigned, type Panel, type Signs } from './kit.ts';
import { byLowestLevel, fitMixture, type MixtureFit } from './mixture-fit.ts';
import { classLikelihoods, mixtureLikelihoods, type Mixture } from './mixture.ts';
import { eventsIn } from './roster.ts';
import { eventsBySeller } from './sellers.ts';
import type { StaticFits } from './static-fits.ts';
import { upperShare } from './share-bound.ts';

const NO_PROFILE: Profile = { estimate: () => Number.NaN, excludes: () => false };

interface Directed {
  readonly fit: MixtureFit;
  readonly signs: Signs;
}

/** The seller-level mixture, at least as likely as each of its types alone, with its held-out scores. */
export function mixtureCandidate(evidence: Evidence, fits: StaticFits): Candidate & Directed {
  const { kit, measure, panel, early, minGap, directionsIn } = evidence;
  const fitOn = (part: Panel, from?: Mixture): Directed =>
    bestDirections(directionsIn(part.roster).candidates, (signs) =>
      fitMixture(kit, part, signs, minGap, from),
    );
  const scoreBy =
    ({ fit, signs }: Directed) =>
    (part: Panel) =>
      mixtureLikelihoods(classLikelihoods(part, fit.theta, signs), fit.shares);
  const { fit: best, signs } = orFromTypes(fitOn(panel), evidence, fits);
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
    profile: NO_PROFILE,
    shareOfOthers: (than) =>
      upperShare(
        classLikelihoods(panel, fit.theta, signs),
        fit.shares,
        CLASSES.map((type) => !than.includes(type.name)),
      ),
    noise: noiseAt(evidence, fit.theta),
    convergence: fit.convergence,
    fit,
    signs,
  };
}

const OTHERS = 0.01; // share of each other type at the start

/** Or the mixture that is reached from the likeliest type alone, the others close to what each would be alone: so none ends
 *  below one of its types. */
function orFromTypes(found: Directed, { kit, panel, minGap }: Evidence, fits: StaticFits): Directed {
  const type = TYPES.reduce((a, b) => (fits[b].fit.logLikelihood > fits[a].fit.logLikelihood ? b : a));
  const theta = Float64Array.from(kit.starts[0] ?? []);
  for (const name of [...TYPES.filter((other) => other !== type), type])
    for (const place of kit.free[name]) theta[place] = fits[name].fit.theta[place] as number;
  const shares = CLASSES.map(({ name }) => (name === type ? 1 - OTHERS * (CLASSES.length - 1) : OTHERS));
  const signs = isSigned(type) ? fits[type].signs : found.signs;
  const fit = fitMixture(kit, panel, signs, minGap, { theta, shares });
  return fit.logLikelihood > found.fit.logLikelihood ? { fit, signs } : found;
}

const TYPES = ['BAB', 'L0', 'L1', 'TE'] as const;
