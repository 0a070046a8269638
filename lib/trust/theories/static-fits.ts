import { bestDirections } from './directions.ts';
import type { Evidence } from './evidence.ts';
import { fitTheory } from './fit.ts';
import { isSigned, type Kit, type Panel, type Signs, type StaticName, type TheoryFit } from './kit.ts';

/** A fit and the directions it holds for. */
export interface DirectedFit {
  readonly signs: Signs;
  readonly fit: TheoryFit;
}

/** Theories fitted on their own: L2 with half the discount is L1. Wider ones after those they contain. */
export const FITTED = ['BAB', 'L0', 'L1', 'TE', 'FD', 'hybrid'] as const;
export type StaticFits = Readonly<Record<(typeof FITTED)[number], DirectedFit>>;

/** Every static theory at its maximum over all sellers, each at least as likely as those it contains. */
export function staticFits(evidence: Evidence): StaticFits {
  const { kit, panel } = evidence;
  const alone = (theory: StaticName) => fitStatic(evidence, panel, theory);
  const [BAB, L0, L1, TE] = [alone('BAB'), alone('L0'), alone('L1'), alone('TE')];
  const from = (theory: StaticName, begun: DirectedFit, theta: Float64Array): DirectedFit => ({
    signs: begun.signs,
    fit: fitTheory({ kit, panel, theory, signs: begun.signs }, 0, theta),
  });
  const delta = placeOf(kit, 'delta');
  const FD = [
    alone('FD'),
    from('FD', L0, L0.fit.theta.with(delta, 0)),
    from('FD', BAB, BAB.fit.theta.with(delta, kit.upper[delta] ?? 0)),
  ];
  const wide = [alone('hybrid'), from('hybrid', TE, TE.fit.theta), from('hybrid', L1, trusting(kit, L1))];
  return { BAB, L0, L1, TE, FD: likeliest(FD), hybrid: likeliest(wide) };
}

/** The maximum on a panel, over the directions too. */
export function fitStatic(
  { kit, directionsIn, minGap }: Evidence,
  panel: Panel,
  theory: StaticName,
  from?: Float64Array,
): DirectedFit {
  const { candidates } = directionsIn(panel.roster);
  return bestDirections(isSigned(theory) ? candidates : candidates.slice(0, 1), (signs) =>
    fitTheory({ kit, panel, theory, signs }, theory === 'L1' ? minGap : 0, from),
  );
}

const likeliest = (fits: readonly DirectedFit[]): DirectedFit =>
  fits.reduce((a, b) => (b.fit.logLikelihood > a.fit.logLikelihood ? b : a));

const OFF_ZERO = 0.05; // tau0 = 0 is a stationary point

/** L1 as a hybrid: everybody trusts fully what is left. */
const trusting = (kit: Kit, { fit }: DirectedFit): Float64Array =>
  fit.theta.with(placeOf(kit, 'mu0'), 1).with(placeOf(kit, 'tau0'), OFF_ZERO);

const placeOf = (kit: Kit, name: string): number => kit.parameters.indexOf(name);
