import type { Box } from '../../stats/l-bfgs.ts';
import { bestOf, boxOf } from './fit.ts';
import { CLASSES, type Kit, type Panel, type Signs, type TheoryFit } from './kit.ts';
import { mixtureCurvature, mixtureObjective, sharesAt } from './mixture-likelihood.ts';
import type { Mixture } from './mixture.ts';
import { partOf } from './part.ts';

export type MixtureFit = Mixture & TheoryFit;

/** Largest entry of the gradient per seller at which a mixture is settled. */
const SETTLED = 2e-6;
const ROUGHLY = 1e-3; // on a part, which only says where to begin
const LEAST = Math.log(1e-6); // of a share against the largest

/** Maximum likelihood of the mixture by L-BFGS on its likelihood, types integrated out, from the stated starts with equal
 *  shares or from one mixture. docs/model.md 6.7. */
export function fitMixture(
  kit: Kit,
  panel: Panel,
  signs: Signs,
  leastDelta: number,
  from?: Mixture,
  tolerance = SETTLED,
): MixtureFit {
  const part = from ? undefined : partOf(panel);
  if (part) {
    const begun = fitMixture(kit, part, signs, leastDelta, undefined, ROUGHLY);
    return fitMixture(kit, panel, signs, leastDelta, begun);
  }
  const width = kit.parameters.length;
  const places = kit.parameters.map((_, place) => place);
  const starts = (from ? [from] : statedStarts(kit)).map(({ theta, shares }) =>
    [...theta].concat(logits(shares)),
  );
  const box = withShares(boxOf(kit, places, leastDelta));
  const search = {
    objective: mixtureObjective(kit, panel, signs),
    box,
    tolerance,
    ...(from ? { curvatureAt: mixtureCurvature(kit, panel, signs) } : {}),
  };
  const { best, convergence } = bestOf(search, starts);
  return {
    theta: best.x.slice(0, width),
    shares: sharesAt(best.x, width),
    logLikelihood: -best.value * new Set(panel.roster.seller).size,
    convergence,
  };
}

const statedStarts = (kit: Kit): Mixture[] =>
  kit.starts.map((start) => ({
    theta: Float64Array.from(start),
    shares: CLASSES.map(() => 1 / CLASSES.length),
  }));

/** ln of each share over the largest, at least ln 1e-6. */
function logits(shares: readonly number[]): number[] {
  const most = Math.max(...shares);
  return shares.map((share) => Math.max(Math.log(share / most), LEAST));
}

const withShares = ({ lower, upper }: Box): Box => ({
  lower: [...lower, ...CLASSES.map(() => LEAST)],
  upper: [...upper, ...CLASSES.map(() => 0)],
});

const NOBODY = 1e-3; // a share
const SAME = 0.01; // log-likelihood: what the few who are then labelled otherwise are worth

/** L2 with a discount is L1 with twice of it. Where nobody is L1 and L2 stands in, the same mixture in the lower level:
 *  the label a reader expects, and the discount of level-k's own row. */
export function byLowestLevel(kit: Kit, fit: MixtureFit, refit: (start: Mixture) => MixtureFit): MixtureFit {
  const [one, two] = [placeOf('L1'), placeOf('L2')];
  const { shares, theta } = fit;
  if (!((shares[one] ?? 0) < NOBODY && (shares[two] ?? 0) > NOBODY)) return fit;
  const delta = kit.parameters.indexOf('delta');
  const lower = refit({
    theta: theta.with(delta, 2 * (theta[delta] as number)),
    shares: shares.with(one, shares[two] ?? 0).with(two, shares[one] ?? 0),
  });
  return lower.logLikelihood > fit.logLikelihood - SAME ? lower : fit;
}

const placeOf = (type: string): number => CLASSES.findIndex(({ name }) => name === type);
