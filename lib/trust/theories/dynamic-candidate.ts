import type { NestedName } from '../kalman/nested-model.ts';
import type { Candidate } from './candidate.ts';
import { heldOutBy, laterBy, noiseAt, onScale, type Evidence } from './evidence.ts';
import type { DynamicFit, Panel } from './kit.ts';
import { profileOf } from './exclusion.ts';
import { eventsIn } from './roster.ts';
import { bySeller, eventsBySeller } from './sellers.ts';
import type { StaticFits } from './static-fits.ts';

/** TE-dyn of docs/model.md 6.7: trust that moves with the outcomes seen, as far as they inform it; undefined where no outcome
 *  seen was better or worse than a seller's own plan. */
export function dynamicCandidate(evidence: Evidence, { TE }: StaticFits): Candidate | undefined {
  const { kit, measure, panel, early } = evidence;
  const motion = motionIn(panel);
  if (!motion) return undefined;
  const { dynamics } = kit;
  const { signs, fit: nested } = TE;
  const fitOn = ({ roster }: Panel, from?: DynamicFit) =>
    dynamics.fit(roster.sequences, measure, motion, nested, from);
  const first = fitOn(panel);
  const fit = first.convergence.converged ? first : likelier(first, fitOn(panel, first));
  const again = (part: Panel) => fitOn(part, fit).theta;
  const scoreAt =
    (theta: Float64Array) =>
    ({ roster }: Panel) =>
      bySeller(roster, dynamics.values(roster.sequences, measure, theta));
  const shift = kit.shiftPerEvent(measure);
  return {
    name: 'trust-embedded-dynamic',
    parameterCount: fit.parameterCount,
    logLikelihood: fit.logLikelihood - eventsIn(panel.roster) * shift,
    sellers: onScale(scoreAt(fit.theta)(panel), eventsBySeller(panel.roster), shift),
    heldOut: heldOutBy(evidence, (training, test) => scoreAt(again(training))(test)),
    later: laterBy(evidence, scoreAt(again(early))),
    parameters: dynamics.published(fit.theta, measure),
    profile: profileOf({ kit, panel, theory: 'TE', signs }, nested), // of the static theory inside
    noise: noiseAt(evidence, nested.theta),
    convergence: fit.convergence,
  };
}

/** The second search goes on where the first gave up. */
const likelier = <Fit extends { readonly logLikelihood: number }>(first: Fit, second: Fit): Fit =>
  second.logLikelihood >= first.logLikelihood ? second : first;

function motionIn({ roster }: Panel): NestedName | undefined {
  let [better, worse] = [false, false];
  for (const { steps } of roster.sequences)
    for (const { fidelity } of steps) {
      better ||= fidelity !== null && fidelity > 0;
      worse ||= fidelity !== null && fidelity < 0;
    }
  if (!better && !worse) return undefined;
  return better && worse ? 'asymmetric' : 'symmetric';
}
