import { covariatesOf } from '../../../lib/stats/covariates.ts';
import { penalised } from '../../../lib/stats/penalised/learner.ts';
import { bestLinearProjection } from '../../../lib/processes/heterogeneity/best-linear-projection.ts';
import { groupMeans, withBands } from '../../../lib/processes/heterogeneity/groups.ts';
import { effectScores } from '../../../lib/processes/heterogeneity/scores.ts';
import { correctedMean } from '../../../lib/processes/nonresponse/inverse-probability.ts';
import { dmlEffect } from '../../../lib/processes/observational/dml.ts';
import type { DmlModel } from '../../../lib/processes/observational/dml.ts';
import type { ObservationalStudy } from '../../../lib/processes/observational/study.ts';
import { outcomeOf } from '../../../lib/processes/outcomes/outcome.ts';
import { streams } from '../../../lib/simulation/stream.ts';

export interface Found {
  readonly estimate: number;
  readonly se: number;
  readonly lower: number;
  readonly upper: number;
  readonly truth: number;
}

const SELLERS = 400;
const QUICK = { learner: penalised(), repeats: 1 };

/** Sellers choose the process by x1 and x2, which move the outcome too; two rows a seller, errors that go together:
 *      y = tau(x) D + x1 + x2 / 2 + own + e      P(D = 1) = 1 / (1 + exp(-(x1 + x2) / 2))      own ~ N(0, .25) */
function draw(run: number, effect: (x1: number) => number, trust = false): ObservationalStudy {
  const { value: random } = streams(run).next();
  const rows = Array.from({ length: SELLERS }, (_, seller) => {
    const x = Array.from({ length: 4 }, () => random.normal());
    const [x1 = 0, x2 = 0] = x;
    const own = 0.5 * random.normal();
    const D = random.uniform() < 1 / (1 + Math.exp(-(x1 + x2) / 2)) ? 1 : 0;
    return [0, 1].map(() => {
      const gap = trust ? random.normal() : 1;
      return { seller, x, D, gap, y: (effect(x1) * D + x1 + x2 / 2 + own) * gap + random.normal() };
    });
  }).flat();
  return {
    process: 'chosen',
    outcome: outcomeOf(trust ? 'trust' : 'result', {
      y: Float64Array.from(rows, ({ y }) => y),
      bases: [Float64Array.from(rows, ({ gap }) => gap)],
      cluster: Int32Array.from(rows, ({ seller }) => seller),
      sellers: Array.from({ length: SELLERS }, (_, seller) => `seller ${seller}`),
    }),
    exposure: Float64Array.from(rows, ({ D }) => D),
    covariates: covariatesOf(rows.map(({ x }) => x)),
  };
}

function effectOf(study: ObservationalStudy, model: DmlModel, truth: number, repeats = 1): Found | null {
  const found = dmlEffect(study, model, { ...QUICK, repeats });
  return found.kind === 'refused' ? null : { ...found, truth };
}

function scoresOf(run: number) {
  return effectScores(
    draw(run, (x1) => 0.3 + 0.4 * x1),
    QUICK,
  );
}

function projected(run: number): Found | null {
  const scores = scoresOf(run);
  if (scores.kind === 'refused') return null;
  const x1 = Float64Array.from(
    { length: scores.data.n },
    (_, i) => scores.data.covariates.values[4 * i] ?? 0,
  );
  const terms = bestLinearProjection(scores, { x1 });
  const slope = 'kind' in terms ? undefined : terms[1];
  if (!slope) return null;
  const { estimate, se } = slope;
  return { estimate, se, lower: estimate - 1.96 * se, upper: estimate + 1.96 * se, truth: 0.4 };
}

/** The mean effect of one of two segments that say nothing. */
function inSegment(run: number): Found | null {
  const scores = scoresOf(run);
  if (scores.kind === 'refused') return null;
  const groups = Array.from(scores.data.cluster, (seller) => (seller % 2 === 0 ? 'a' : 'b'));
  const [first] = withBands(groupMeans(scores, groups), 1);
  return first ? { ...first, truth: 0.3 } : null;
}

/** Answers of all, half of them given, by what is known; the truth is the mean of the population. */
function answers(run: number): Found | null {
  const { value: random } = streams(run).next();
  const rows = Array.from({ length: SELLERS }, () => {
    const x = random.normal();
    const y = 4 + 0.6 * x + 0.5 * random.normal();
    return { x, y, answered: random.uniform() < 1 / (1 + Math.exp(-x)) ? 1 : 0 };
  });
  const sample = {
    answered: Uint8Array.from(rows, (row) => row.answered),
    value: Float64Array.from(rows, ({ y, answered }) => (answered === 1 ? y : Number.NaN)),
    cluster: Int32Array.from(rows.keys()),
    sellers: rows.map((_, i) => `seller ${i}`),
    covariates: covariatesOf(rows.map(({ x }) => [x])),
    range: [-20, 20] as const,
  };
  const found = correctedMean(sample, { learner: penalised() });
  return found.kind === 'refused' ? null : { ...found, truth: 4 };
}

export const DESIGNS: Readonly<Record<string, (run: number) => Found | null>> = {
  PLR: (run) =>
    effectOf(
      draw(run, () => 0.3),
      'PLR',
      0.3,
    ),
  'PLR-3-divisions': (run) =>
    effectOf(
      draw(run, () => 0.3),
      'PLR',
      0.3,
      3,
    ),
  'PLR-trust': (run) =>
    effectOf(
      draw(run, () => 0.3, true),
      'PLR',
      0.3,
    ),
  ATE: (run) =>
    effectOf(
      draw(run, (x1) => 0.3 + 0.4 * x1),
      'ATE',
      0.3,
    ),
  ATT: (run) =>
    effectOf(
      draw(run, () => 0.3),
      'ATT',
      0.3,
    ),
  projection: projected,
  segment: inSegment,
  answers,
};
