import type { FittedSegment } from '../segment.ts';
import { curvatureAt } from '../kalman/fit.ts';
import { contract } from '../kalman/model.ts';
import { nestedModel, type NestedModel } from '../kalman/nested-model.ts';
import { negativeLogLikelihood } from '../kalman/objective.ts';
import { trustPanel, type Measure } from '../kalman/trust-panel.ts';
import { nextPass, type FitByPasses, type Start } from '../reduce/fit-by-passes.ts';
import { KnownPoints } from '../reduce/known-points.ts';
import { sumOf } from './exact-text.ts';
import type { Search } from './spread-state.ts';

/** The search on everybody from where the sample's fit ended, with its curvature there; undefined where a segment has no
 *  Kalman fit of its own to begin from. */
export function searchFrom(segment: string, fitted: FittedSegment, measure: Measure): Search | undefined {
  if (fitted.estimator !== 'kf' || fitted.models.length === 0) return undefined;
  const { gapSlope } = fitted.identified;
  const panel = trustPanel(fitted.sequences, measure);
  const models = fitted.models.map(({ name, theta, convergence }) => {
    const model = nestedModel(name, gapSlope);
    const objective = negativeLogLikelihood(panel, model);
    const phi = contract(model, theta);
    return {
      name,
      theta: Array.from(theta, plain),
      value: objective(phi, new Float64Array(phi.length)),
      curvature: curvatureAt(objective, model, phi).map((row) =>
        row.map((value) => (Number.isFinite(value) ? plain(value) : 0)),
      ),
      evaluations: convergence.evaluations,
    };
  });
  if (!models.every(({ value }) => Number.isFinite(value))) return undefined;
  return { segment, gapSlope, models, sequences: fitted.sequences.length, known: [], needed: [] };
}

/** -0 does not survive the way through JSON. */
const plain = (value: number): number => value + 0;

/** How far what is known carries a search: the points it needs, or what it found.
 *  @param times how many times as many rows there are in all as in the sample */
export function carried(
  search: Search,
  times: number,
): { needed: number[][]; found?: undefined } | { needed: []; found: FitByPasses<NestedModel> } {
  const known = new KnownPoints();
  for (const { theta, sums } of search.known)
    known.add([Float64Array.from(theta)], { points: [sums && sums.map((text) => sumOf(text))] });
  const next = nextPass(startOf(search), times * search.sequences, known);
  if ('fits' in next) return { needed: [], found: next };
  return { needed: next.needed.map((theta) => Array.from(theta, plain)) };
}

function startOf({ models, gapSlope, sequences }: Search): Start<NestedModel> {
  return {
    models: models.map(({ name, theta, value, curvature, evaluations }) => {
      const model = nestedModel(name, gapSlope);
      const search = {
        x: contract(model, theta),
        value,
        gradient: new Float64Array(model.columns.length),
        iterations: 0,
        evaluations,
        stopped: 'flat' as const,
        gradientNorm: 0,
      };
      return { model, begun: { searches: [search], curvature } };
    }),
    sequences,
  };
}
