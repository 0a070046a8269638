import {
  fitDirections,
  improvedBy,
  likeliest,
  refitDirections,
  sameSigns,
  type Directed,
} from './directed.ts';
import type { Evidence } from './evidence.ts';
import { fitTheory, roughFit, theoryProspect, type Subject } from './fit.ts';
import { isSigned, type Kit, type Panel, type Signs, type StaticName, type TheoryFit } from './kit.ts';

type DirectedFit = Directed<TheoryFit>;

/** The maximum over all sellers, and that of every way the directions could be. */
export interface WholeFit extends DirectedFit {
  readonly ways: readonly DirectedFit[]; // the best first
}

/** Theories fitted on their own: L2 with half the discount is L1. Wider ones after those they contain. */
export const FITTED = ['BAB', 'L0', 'L1', 'TE', 'FD', 'hybrid'] as const;
export type StaticFits = Readonly<Record<(typeof FITTED)[number], WholeFit>>;

/** Every static theory at its maximum over all sellers, each at least as likely as those it contains. */
export function staticFits(evidence: Evidence): StaticFits {
  const { kit, panel } = evidence;
  const alone = (theory: StaticName) => fitWhole(evidence, theory);
  const [BAB, L0, L1, TE] = [alone('BAB'), alone('L0'), alone('L1'), alone('TE')];
  const from = (theory: StaticName, begun: WholeFit, signs: Signs, thetas: Float64Array[]): WholeFit => {
    const own = begun.ways.find((way) => sameSigns(way.signs, signs)) ?? begun;
    const fit = fitTheory({ kit, panel, theory, signs: own.signs }, 0, own.fit.theta, ...thetas);
    return whole(improvedBy(begun.ways, { signs: own.signs, fit }));
  };
  const delta = placeOf(kit, 'delta');
  const FD = alone('FD');
  const edges = [L0.fit.theta.with(delta, 0), BAB.fit.theta.with(delta, kit.upper[delta] ?? 0)];
  const hybrid = alone('hybrid');
  const trusted = isBelow(hybrid, TE) ? from('hybrid', hybrid, hybrid.signs, [TE.fit.theta]) : hybrid;
  return {
    BAB,
    L0,
    L1,
    TE,
    FD: from('FD', FD, FD.signs, edges),
    hybrid: isBelow(trusted, L1) ? from('hybrid', trusted, L1.signs, [trusting(kit, L1)]) : trusted,
  };
}

const isBelow = (wide: WholeFit, { fit }: WholeFit): boolean => wide.fit.logLikelihood < fit.logLikelihood;

function fitWhole(evidence: Evidence, theory: StaticName): WholeFit {
  const { kit, panel } = evidence;
  const subject = (signs: Signs): Subject => ({ kit, panel, theory, signs });
  const least = leastDelta(evidence, theory);
  return whole(
    fitDirections(
      candidatesFor(evidence, panel, theory),
      (signs) => roughFit(subject(signs), least),
      (signs, { theta }) => fitTheory(subject(signs), least, theta),
    ),
  );
}

/** The maximum on a part of the data, over the directions too, begun at those on all. */
export function refitStatic(
  evidence: Evidence,
  panel: Panel,
  theory: StaticName,
  { ways }: WholeFit,
): DirectedFit {
  const { kit } = evidence;
  const subject = (signs: Signs): Subject => ({ kit, panel, theory, signs });
  const least = leastDelta(evidence, theory);
  return refitDirections(
    candidatesFor(evidence, panel, theory),
    ways,
    ({ signs, fit }) => theoryProspect(subject(signs), least, fit.theta),
    ({ signs, fit }) => fitTheory(subject(signs), least, fit.theta),
  );
}

const leastDelta = ({ minGap }: Evidence, theory: StaticName): number => (theory === 'L1' ? minGap : 0);

function candidatesFor({ directionsIn }: Evidence, { roster }: Panel, theory: StaticName): readonly Signs[] {
  const { candidates } = directionsIn(roster);
  return isSigned(theory) ? candidates : candidates.slice(0, 1);
}

const whole = (ways: readonly DirectedFit[]): WholeFit => ({ ...likeliest(ways), ways });

const OFF_ZERO = 0.05; // tau0 = 0 is a stationary point

/** L1 as a hybrid: everybody trusts fully what is left. */
const trusting = (kit: Kit, { fit }: DirectedFit): Float64Array =>
  fit.theta.with(placeOf(kit, 'mu0'), 1).with(placeOf(kit, 'tau0'), OFF_ZERO);

const placeOf = (kit: Kit, name: string): number => kit.parameters.indexOf(name);
