import { hessianOf } from '../../stats/hessian.ts';
import { minimise, type Minimum, type Objective } from '../../stats/l-bfgs.ts';
import { convergenceOf } from '../convergence.ts';
import type { OutcomesSeen } from '../laws/asymmetric.ts';
import type { Convergence } from '../quantity-schema.ts';
import { boxOf, contract, expand, isZero, type KalmanModel } from './model.ts';
import { nestedModel, type NestedModel, type NestedName } from './nested-model.ts';
import { negativeLogLikelihood } from './objective.ts';
import type { KalmanPanel } from './panel.ts';
import { partOf } from './part.ts';

/** A maximum of the likelihood. Sizes are in the panel's units. */
export interface KalmanFit<Model extends KalmanModel = NestedModel> {
  readonly model: Model;
  readonly theta: Float64Array; // standard deviations not negative
  readonly logLikelihood: number;
  readonly parameterCount: number;
  readonly convergence: Convergence;
}

/** An optimum of a nested model, whose likelihood a wider one must reach. */
export type Contained = Pick<KalmanFit<KalmanModel>, 'theta' | 'logLikelihood'>;

/** Maximum likelihood by L-BFGS from the starts and from `from`, nested optima, whose likelihood it must reach. A large
 *  panel is searched from all of them on a part, then whole from the part's optimum with the part's curvature: docs/model.md 6.4. */
export function fitKalman<Inputs, Model extends KalmanModel>(
  panel: KalmanPanel<Inputs>,
  model: Model,
  from: readonly Contained[] = [],
  starts: readonly ArrayLike<number>[] = model.starts,
): KalmanFit<Model> {
  const objective = negativeLogLikelihood(panel, model);
  const search = searchOf(objective, model);
  const points = [...starts, ...from.map(({ theta }) => model.nudged(theta))];
  const sequences = panel.starts.length - 1;
  const part = panel.law.motion && partOf(sequences);
  if (!part)
    return fitOf(
      model,
      points.map((point) => search(point)),
      from,
    );
  const begun = begin(negativeLogLikelihood(panel, model, part), model, points);
  return finish(objective, model, begun, { times: sequences / part.length, from });
}

const searchOf =
  (objective: Objective, model: KalmanModel) =>
  (start: ArrayLike<number>): Minimum =>
    minimise(objective, contract(model, start), boxOf(model));

const lowest = (searches: readonly Minimum[]): Minimum =>
  searches.reduce((a, b) => (b.value < a.value ? b : a));

/** The searches on a part of a panel, and the curvature at the best of them. */
export interface Begun {
  readonly searches: readonly Minimum[];
  readonly curvature: readonly (readonly number[])[];
}

/** Searches on a part of a panel, from every point.
 *  @param part -ln L of the part */
export function begin(part: Objective, model: KalmanModel, points: readonly ArrayLike<number>[]): Begun {
  const searches = points.map((point) => searchOf(part, model)(point));
  return { searches, curvature: curvatureAt(part, model, lowest(searches).x) };
}

/** The search on the whole from the best of those on a part, and again where that is below what it contains.
 *  @param times how many times as many sequences the whole has */
export function finish<Model extends KalmanModel>(
  whole: Objective,
  model: Model,
  begun: Begun,
  { times, from }: { times: number; from: readonly Contained[] },
): KalmanFit<Model> {
  const curvature = begun.curvature.map((row) => row.map((value) => times * value));
  const searches = [minimise(whole, lowest(begun.searches).x, boxOf(model), { curvature })];
  const search = searchOf(whole, model);
  if (leavesZero(whole, model, lowest(searches).x))
    searches.push(search(model.nudged(expand(model, lowest(searches).x))));
  if (from.some(({ logLikelihood }) => logLikelihood > -lowest(searches).value))
    searches.push(...from.map(({ theta }) => search(model.nudged(theta))));
  return fitOf(model, searches, from, begun.searches);
}

/** The best of the searches on the whole, or of what it contains. */
function fitOf<Model extends KalmanModel>(
  model: Model,
  searches: readonly Minimum[],
  from: readonly Contained[],
  before: readonly Minimum[] = [],
): KalmanFit<Model> {
  const best = lowest(searches);
  const nested = from.find(({ logLikelihood }) => logLikelihood > -best.value);
  return {
    model,
    theta: absolute(model, nested ? nested.theta : expand(model, best.x)),
    logLikelihood: nested ? nested.logLikelihood : -best.value,
    parameterCount: model.columns.length,
    convergence: convergenceOf(best, [...searches, ...before]),
  };
}

/** Second derivatives in phi, for a search that begins there. A standard deviation at zero has none with the others, only its
 *  square enters, and may have none of its own. */
export function curvatureAt(objective: Objective, model: KalmanModel, phi: Float64Array): number[][] {
  const still = model.columns.map(
    ([place = 0], j) => model.sizes.includes(place) && isZero(phi[j] as number),
  );
  const everywhere = Array.from(phi, (_, j) => j);
  return hessianOf(objective, phi, everywhere, STEP).map((row, i) =>
    row.map((value, j) => {
      if (still[i] !== true && still[j] !== true) return value;
      return i === j ? Math.max(value, 1) : 0;
    }),
  );
}

/** A part may have no drift where the whole has some: at zero, a stationary point, does the likelihood rise on leaving it? */
function leavesZero(objective: Objective, model: KalmanModel, phi: Float64Array): boolean {
  const gradient = new Float64Array(phi.length);
  return model.columns.some(([place = 0], j) => {
    if (!model.sizes.includes(place) || !isZero(phi[j] as number)) return false;
    objective(phi.with(j, OFF_ZERO), gradient);
    return (gradient[j] as number) < 0;
  });
}

const OFF_ZERO = 1e-2; // of a standard deviation, in weights
/** Of phi, in differences of the gradient: its truncation and its rounding are both near 1e-6 of the curvature. */
export const STEP = 1e-4;

function absolute({ sizes }: KalmanModel, theta: Float64Array): Float64Array {
  return theta.map((value, place) => (sizes.includes(place) ? Math.abs(value) : value));
}

/** Static, symmetric and asymmetric, each also started at the optima it contains. */
export function fitNested(
  panel: KalmanPanel<OutcomesSeen>,
  gapSlope: boolean,
  names: readonly NestedName[] = ['static', 'symmetric', 'asymmetric'],
): KalmanFit[] {
  const fits: KalmanFit[] = [];
  for (const name of names) fits.push(fitKalman(panel, nestedModel(name, gapSlope), fits));
  return fits;
}
