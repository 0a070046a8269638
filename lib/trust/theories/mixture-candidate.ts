import type { Candidate, Profile } from './candidate.ts';
import { fitDirections, improvedBy, refitDirections, sameSigns, type Directed } from './directed.ts';
import { heldOutBy, laterBy, noiseAt, onScale, type Evidence } from './evidence.ts';
import { CLASSES, isSigned, type Panel } from './kit.ts';
import { byLowestLevel, fitMixture, mixtureProspect, roughMixture, type MixtureFit } from './mixture-fit.ts';
import { classLikelihoods, mixtureLikelihoods } from './mixture.ts';
import { eventsIn } from './roster.ts';
import { eventsBySeller } from './sellers.ts';
import type { StaticFits } from './static-fits.ts';
import { upperShare } from './share-bound.ts';

const NO_PROFILE: Profile = { estimate: () => Number.NaN, excludes: () => false };

type DirectedMixture = Directed<MixtureFit>;

/** The seller-level mixture, at least as likely as each of its types alone, with its held-out scores. */
export function mixtureCandidate(evidence: Evidence, fits: StaticFits): Candidate & DirectedMixture {
  const { kit, measure, panel, early, minGap, directionsIn } = evidence;
  const { candidates, unknown } = directionsIn(panel.roster);
  const alone = fitDirections(
    candidates,
    (way) => roughMixture(kit, panel, way, minGap),
    (way, begun) => fitMixture(kit, panel, way, minGap, [begun]),
  );
  const others = orFromTypes(alone, evidence, fits);
  const { fit: best, signs } = others[0] as DirectedMixture;
  const fit = byLowestLevel(kit, best, (start) => fitMixture(kit, panel, signs, minGap, [start]));
  const ways = [{ fit, signs }, ...others.slice(1)];
  const scoreBy = (by: DirectedMixture) => (part: Panel) =>
    mixtureLikelihoods(classLikelihoods(part, by.fit.theta, by.signs), by.fit.shares);
  const fitOn = (part: Panel): DirectedMixture =>
    refitDirections(
      directionsIn(part.roster).candidates,
      ways,
      (way) => mixtureProspect(kit, part, way.signs, minGap, way.fit),
      (way) => fitMixture(kit, part, way.signs, minGap, [way.fit]),
    );
  const shift = kit.shiftPerEvent(measure);
  const places = kit.parameters.map((_, place) => place);
  return {
    name: 'mixture',
    parameterCount: places.length + CLASSES.length - 1 + unknown.length,
    logLikelihood: fit.logLikelihood - eventsIn(panel.roster) * shift,
    sellers: onScale(scoreBy({ fit, signs })(panel), eventsBySeller(panel.roster), shift),
    heldOut: heldOutBy(evidence, (training, test) => scoreBy(fitOn(training))(test)),
    later: laterBy(evidence, scoreBy(fitOn(early))),
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
function orFromTypes(
  ways: readonly DirectedMixture[],
  { kit, panel, minGap }: Evidence,
  fits: StaticFits,
): DirectedMixture[] {
  const type = TYPES.reduce((a, b) => (fits[b].fit.logLikelihood > fits[a].fit.logLikelihood ? b : a));
  const theta = Float64Array.from(kit.starts[0] ?? []);
  for (const name of [...TYPES.filter((other) => other !== type), type])
    for (const place of kit.free[name]) theta[place] = fits[name].fit.theta[place] as number;
  const shares = CLASSES.map(({ name }) => (name === type ? 1 - OTHERS * (CLASSES.length - 1) : OTHERS));
  const own = ways.find((way) => isSigned(type) && sameSigns(way.signs, fits[type].signs)) ?? ways[0];
  if (!own || own.fit.logLikelihood >= fits[type].fit.logLikelihood) return [...ways];
  const { signs } = own;
  const fit = fitMixture(kit, panel, signs, minGap, [own.fit, { theta, shares }]);
  return improvedBy(ways, { fit, signs });
}

const TYPES = ['BAB', 'L0', 'L1', 'TE'] as const;
