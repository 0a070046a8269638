import { shifted } from '../../stats/hessian.ts';
import { covarianceBy } from '../kalman/covariance.ts';
import { begin, finish, STEP, type Begun, type Contained, type KalmanFit } from '../kalman/fit.ts';
import { contract, expand, isAtBound, type KalmanModel } from '../kalman/model.ts';
import { objectiveOf } from '../kalman/objective.ts';
import type { KalmanPanel } from '../kalman/panel.ts';
import { KnownPoints, upToUnknown } from './known-points.ts';
import { pointPass, readPoint, type PassSums } from './pass.ts';

/** Models, each nested in the next, searched on a sample of the sellers: docs/model.md 6.4, fit by passes. */
export interface Start<Model extends KalmanModel> {
  readonly models: readonly { readonly model: Model; readonly begun: Begun }[];
  readonly sequences: number; // in the sample
}

/** @param sample the sequences that `isSampled` takes, in any order */
export function startOf<Inputs, Model extends KalmanModel>(
  sample: KalmanPanel<Inputs>,
  models: readonly Model[],
): Start<Model> {
  const at = pointPass(sample);
  const optima: Float64Array[] = [];
  const begun = models.map((model) => {
    const objective = objectiveOf((theta, gradient) => readPoint(at(theta), gradient), model);
    const found = begin(objective, model, [...model.starts, ...optima.map((theta) => model.nudged(theta))]);
    const best = found.searches.reduce((a, b) => (b.value < a.value ? b : a));
    optima.push(expand(model, best.x));
    return { model, begun: found };
  });
  return { models: begun, sequences: sample.starts.length - 1 };
}

/** Fits of all models, and the covariance of theta of the last. */
export interface FitByPasses<Model extends KalmanModel> {
  readonly fits: readonly KalmanFit<Model>[];
  readonly covariance: number[][] | undefined;
}

/** The fit as far as the passes so far carry it, or the points the next pass has to go to.
 *  @param sequences in all */
export function nextPass<Model extends KalmanModel>(
  start: Start<Model>,
  sequences: number,
  known: KnownPoints,
): FitByPasses<Model> | { needed: Float64Array[] } {
  const needed: Float64Array[] = [];
  const fits: KalmanFit<Model>[] = [];
  const times = sequences / start.sequences;
  for (const { model, begun } of start.models) {
    const objective = objectiveOf(known.evaluate, model);
    // behind a model that waits, the others go as far as they can without it
    const from: readonly Contained[] = needed.length > 0 ? [] : fits;
    const way = upToUnknown(() => finish(objective, model, begun, { times, from }));
    if ('needs' in way) needed.push(way.needs);
    else if (needed.length === 0) fits.push(way.found);
  }
  const largest = fits.at(-1);
  if (needed.length > 0 || !largest) return { needed };
  const ahead = curvaturePoints(largest, STEP).filter((theta) => !known.has(theta));
  if (ahead.length > 0) return { needed: ahead };
  const way = upToUnknown(() => covarianceBy(objectiveOf(known.evaluate, largest.model), largest));
  if ('found' in way) return { fits, covariance: way.found };
  return { needed: [way.needs, ...profilePoints(largest)].filter((theta) => !known.has(theta)) };
}

/** The fit by passes over all sequences: at most some twenty, five to eight where no standard deviation is near zero.
 *  @param pass the sum, by `sumOfPasses`, of the passes over any parts of them */
export async function fitByPasses<Model extends KalmanModel>(
  start: Start<Model>,
  sequences: number,
  pass: (points: readonly Float64Array[]) => PassSums | Promise<PassSums>,
): Promise<FitByPasses<Model>> {
  const known = new KnownPoints();
  for (;;) {
    const next = nextPass(start, sequences, known);
    if ('fits' in next) return next;
    // oxlint-disable-next-line no-await-in-loop -- where a pass goes follows from those before it
    known.add(next.needed, await pass(next.needed));
  }
}

/** Where second derivatives about an optimum take their differences, so that one pass goes to all of them. */
function curvaturePoints({ model, theta }: KalmanFit<KalmanModel>, step: number): Float64Array[] {
  const phi = contract(model, theta);
  return model.columns.flatMap(([place = 0], j) =>
    isAtBound(model, place, phi[j] as number) && !model.sizes.includes(place)
      ? []
      : [step, -step].map((by) => expand(model, shifted(phi, j, by))),
  );
}

/** Where the profile of a standard deviation near zero is looked at first: `size-variance.ts`. */
function profilePoints(fit: KalmanFit<KalmanModel>): Float64Array[] {
  const { model, theta } = fit;
  const phi = contract(model, theta);
  const steps = Array.from({ length: 8 }, (_, k) => 1e-3 * 2 ** k);
  const ladder = model.columns.flatMap(([place = 0], j) =>
    model.sizes.includes(place) ? steps.map((by) => expand(model, phi.with(j, (phi[j] as number) + by))) : [],
  );
  return [...curvaturePoints(fit, 1e-3), ...ladder];
}
