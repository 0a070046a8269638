import type { Candidate, TheoryName } from './candidate.ts';
import { heldOutBy, laterBy, noiseAt, onScale, type Evidence } from './evidence.ts';
import { isSigned, type StaticName } from './kit.ts';
import { profileOf } from './exclusion.ts';
import { eventsIn } from './roster.ts';
import { eventsBySeller, sellersAt } from './sellers.ts';
import { refitStatic, type StaticFits, type WholeFit } from './static-fits.ts';

const NAMED = [
  ['trust-embedded', 'TE'],
  ['level-k', 'L1'], // L2 with half the discount is the same likelihood: k is told apart only in the mixture
  ['credulous', 'L0'],
  ['fixed-discount', 'FD'],
  ['hybrid', 'hybrid'],
  ['babbling', 'BAB'],
] as const;

/** Every static theory at its maximum, with its held-out scores. */
export function staticCandidates(evidence: Evidence, fits: StaticFits): Candidate[] {
  return NAMED.map(([name, theory]) => candidateOf(name, theory, fits[theory], evidence));
}

function candidateOf(name: TheoryName, theory: StaticName, found: WholeFit, evidence: Evidence): Candidate {
  const { signs, fit } = found;
  const { kit, measure, panel, early } = evidence;
  const shift = kit.shiftPerEvent(measure);
  const unknown = isSigned(theory) ? evidence.directionsIn(panel.roster).unknown.length : 0;
  const before = refitStatic(evidence, early, theory, found);
  const free = kit.free[theory];
  return {
    name,
    parameterCount: free.length + unknown,
    logLikelihood: fit.logLikelihood - eventsIn(panel.roster) * shift,
    sellers: onScale(sellersAt(panel, theory, fit.theta, signs), eventsBySeller(panel.roster), shift),
    heldOut: heldOutBy(evidence, (training, test) => {
      const trained = refitStatic(evidence, training, theory, found);
      return sellersAt(test, theory, trained.fit.theta, trained.signs);
    }),
    later: laterBy(evidence, (part) => sellersAt(part, theory, before.fit.theta, before.signs)),
    parameters: {
      ...kit.published(fit.theta, free, measure),
      ...(isSigned(theory) ? { direction: Object.fromEntries(signs) } : {}),
    },
    profile: profileOf({ kit, panel, theory, signs }, fit),
    noise: noiseAt(evidence, fit.theta),
    convergence: fit.convergence,
  };
}
