import type { Box } from '../../stats/l-bfgs.ts';
import { bestOf, boxOf, prospectAt, ROUGHLY, type Search } from './fit.ts';
import { CLASSES, type Kit, type Panel, type Signs, type TheoryFit } from './kit.ts';
import { mixtureCurvature, mixtureObjective, sharesAt } from './mixture-likelihood.ts';
import type { Mixture } from './mixture.ts';
import { partOf } from './part.ts';
import type { Prospect } from './prospect.ts';

export type MixtureFit = Mixture & TheoryFit;

/** Largest entry of the gradient per seller at which a mixture is settled. */
const SETTLED = 2e-6;
const LEAST = Math.log(1e-6); // of a share against the largest

/** Maximum likelihood of the mixture by L-BFGS on its likelihood, types integrated out, from the stated starts with equal
 *  shares or from one mixture. docs/model.md 6.7. */
export function fitMixture(
  kit: Kit,
  panel: Panel,
  signs: Signs,
  leastDelta: number,
  from: readonly Mixture[] = [roughMixture(kit, panel, signs, leastDelta)],
): MixtureFit {
  return searched(kit, panel, signs, leastDelta, SETTLED, from);
}

/** The same to within a small part of a unit of log-likelihood. */
export function roughMixture(kit: Kit, panel: Panel, signs: Signs, leastDelta: number): MixtureFit {
  const part = partOf(panel);
  if (!part) return searched(kit, panel, signs, leastDelta, ROUGHLY);
  const begun = searched(kit, part, signs, leastDelta, ROUGHLY);
  return searched(kit, panel, signs, leastDelta, ROUGHLY, [begun]);
}

/** What is to be expected of a fit that begins at a mixture. */
export function mixtureProspect(
  kit: Kit,
  panel: Panel,
  signs: Signs,
  leastDelta: number,
  from: Mixture,
): Prospect {
  return prospectAt(searchOf(kit, panel, signs, leastDelta, SETTLED), placed(from));
}

function searched(
  kit: Kit,
  panel: Panel,
  signs: Signs,
  leastDelta: number,
  tolerance: number,
  from?: readonly Mixture[],
): MixtureFit {
  const width = kit.parameters.length;
  const search = searchOf(kit, panel, signs, leastDelta, tolerance);
  const { best, convergence } = bestOf(search, (from ?? statedStarts(kit)).map(placed));
  return {
    theta: best.x.slice(0, width),
    shares: sharesAt(best.x, width),
    logLikelihood: -best.value * new Set(panel.roster.seller).size,
    convergence,
  };
}

function searchOf(kit: Kit, panel: Panel, signs: Signs, leastDelta: number, tolerance: number): Search {
  const places = kit.parameters.map((_, place) => place);
  return {
    objective: mixtureObjective(kit, panel, signs),
    box: withShares(boxOf(kit, places, leastDelta)),
    tolerance,
    curvatureAt: mixtureCurvature(kit, panel, signs),
    unit: new Set(panel.roster.seller).size,
  };
}

const placed = ({ theta, shares }: Mixture): number[] => [...theta, ...logits(shares)];

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
