import { complierEffect } from '../../lib/processes/experiment/complier.ts';
import { cuped } from '../../lib/processes/experiment/cuped.ts';
import { differenceInMeans } from '../../lib/processes/experiment/difference-in-means.ts';
import { linAdjusted } from '../../lib/processes/experiment/lin.ts';
import { trustLevelEffect } from '../../lib/processes/experiment/trust-level.ts';
import type { ProcessEffect } from '../../lib/processes/effect.ts';
import { NEVER } from '../../lib/processes/rollout/panel.ts';
import { estimateRollout, type Point, type Rollout } from '../../lib/processes/rollout/rollout.ts';
import type { Stream } from '../../lib/simulation/stream.ts';
import { measured, trustOf, twoArmed } from './columns.ts';
import { rolloutPanel, type Plan } from './rollout/simulated.ts';

/** An estimator under its own assumptions: what it finds in one simulated marketplace, and what is true there. */
export interface Design {
  readonly name: string;
  readonly run: (stream: Stream) => { readonly found: ProcessEffect; readonly truth: number };
}

/** Sellers with as many rows as asked, in turn in each arm. */
function sellers(count: number, rows: (i: number) => number): { seller: number[]; arm: number[] } {
  const seller = Array.from({ length: count }, (_, i) => Array.from({ length: rows(i) }, () => i)).flat();
  return { seller, arm: seller.map((i) => (i % 3 === 0 ? 1 : 0)) };
}

const draw = (stream: Stream, count: number): number[] =>
  Array.from({ length: count }, () => stream.normal());
const EFFECT = 0.3;

function means(count: number, rows: (i: number) => number): Design['run'] {
  return (stream) => {
    const { seller, arm } = sellers(count, rows);
    const own = draw(stream, count);
    const y = seller.map((i, k) => (own[i] ?? 0) + EFFECT * (arm[k] ?? 0) + stream.normal() ** 2);
    return { found: differenceInMeans(twoArmed(measured(y, seller), arm)), truth: EFFECT };
  };
}

/** Effects differ with x; the truth is their mean over the sellers at hand, whom Lin's estimator is about. */
function lin(stream: Stream): ReturnType<Design['run']> {
  const { seller, arm } = sellers(150, () => 1);
  const x = draw(stream, 150);
  const y = seller.map((i, k) => {
    const own = x[i] ?? 0;
    return Math.exp(0.5 * own) + own + (EFFECT + 0.4 * own) * (arm[k] ?? 0) + stream.normal();
  });
  const truth = x.reduce((sum, value) => sum + EFFECT + 0.4 * value, 0) / x.length;
  return {
    found: linAdjusted(twoArmed(measured(y), arm, { covariates: { x: Float64Array.from(x) } })),
    truth,
  };
}

function before(stream: Stream): ReturnType<Design['run']> {
  const { seller, arm } = sellers(60, () => 12);
  const own = draw(stream, 60);
  const position = Float64Array.from(seller, (_, k) => k % 12);
  const y = seller.map((i, k) => {
    const under = (position[k] ?? 0) >= 6 ? (arm[k] ?? 0) : 0;
    return (own[i] ?? 0) + EFFECT * under + stream.normal();
  });
  return { found: cuped(twoArmed(measured(y, seller), arm, { position, startsAt: 6 })), truth: EFFECT };
}

function trust(stream: Stream): ReturnType<Design['run']> {
  const { seller, arm } = sellers(90, (i) => 3 + (i % 8));
  const own = draw(stream, 90).map((value) => 0.5 + 0.2 * value);
  const gap = seller.map(() => 0.3 + stream.normal());
  const move = seller.map(
    (i, k) => ((own[i] ?? 0) + 0.1 * (arm[k] ?? 0)) * (gap[k] ?? 0) + 0.4 * stream.normal(),
  );
  return { found: trustLevelEffect(twoArmed(trustOf(move, gap, seller), arm)), truth: 0.1 };
}

function complier(stream: Stream): ReturnType<Design['run']> {
  const { seller, arm } = sellers(150, () => 4);
  const own = draw(stream, 150); // who is better off anyway is likelier to meet the process
  const exposure = Float64Array.from(seller, (i, k) =>
    arm[k] === 1 && (own[i] ?? 0) + stream.normal() > -0.3 ? 1 : 0,
  );
  const y = seller.map((i, k) => (own[i] ?? 0) + EFFECT * (exposure[k] ?? 0) + stream.normal());
  return { found: complierEffect(twoArmed(measured(y, seller), arm, { exposure })), truth: EFFECT };
}

const plan: Plan = {
  sellers: 120,
  periods: 7,
  cohorts: [3, 5, NEVER, NEVER],
  effect: (g, e) => 0.1 * (e + 1) + (g === 5 ? 0.2 : 0),
  noise: 0.4,
  missing: 0.1,
};

/** One rollout of the plan. */
export function rollout(stream: Stream, change: Partial<Plan> = {}): Rollout {
  const found = estimateRollout(rolloutPanel(stream, { ...plan, ...change }), { draws: 499 });
  if (!('cells' in found)) throw new Error(found.detail);
  return found;
}

/** What is true of each time since the process in the plan: cohort 5 is seen to e = 1. */
export function plannedDynamic({ at }: Pick<Point, 'at'>): number {
  if (at < 0) return 0;
  return at <= 1 ? (plan.effect(3, at) + plan.effect(5, at)) / 2 : plan.effect(3, at);
}

const GROUP = (plan.effect(3, 1.5) + plan.effect(5, 0.5)) / 2; // both of 30 sellers; e = 0 .. 3, e = 0, 1

/** Who gets the process depends on x, and so does the trend. */
function confounded(stream: Stream): ReturnType<Design['run']> {
  const panel = rolloutPanel(stream, { ...plan, sellers: 240, missing: 0 });
  const x = Float64Array.from(draw(stream, 240));
  const cohort = Int32Array.from(x, (value) => {
    const u = stream.uniform();
    return u < 1 / (1 + Math.exp(0.6 - 0.6 * value)) ? 3 : NEVER;
  });
  const numerator = panel.numerator.map((value, at) => {
    const [i, t] = [Math.floor(at / plan.periods), at % plan.periods];
    const planned = panel.cohort[i] ?? NEVER;
    const effect = planned !== NEVER && t >= planned ? plan.effect(planned, t - planned) : 0;
    const drawn = cohort[i] === 3 && t >= 3 ? EFFECT : 0;
    return value - effect + drawn + 0.1 * t * (x[i] ?? 0);
  });
  const found = estimateRollout({ ...panel, numerator, cohort, covariates: { x } }, { draws: 99 });
  return { found: 'cells' in found ? found.effect : found, truth: EFFECT };
}

export const DESIGNS: readonly Design[] = [
  { name: 'difference in means, 90 sellers, 1 row each, skewed', run: means(90, () => 1) },
  { name: 'difference in means, 60 sellers, 1 to 12 rows', run: means(60, (i) => 1 + (i % 12)) },
  { name: 'difference in means, 15 sellers (5 with the process), 6 rows', run: means(15, () => 6) },
  { name: 'Lin, effects differ with the covariate', run: lin },
  { name: 'CUPED, 6 weeks before and 6 after', run: before },
  { name: 'trust level, 3 to 10 rounds', run: trust },
  { name: 'complier effect, two in three meet it', run: complier },
  {
    name: 'rollout, values, 10 % missing',
    run: (stream) => ({ found: rollout(stream).effect, truth: GROUP }),
  },
  {
    name: 'rollout, trust scores, 10 % missing',
    run: (stream) => ({ found: rollout(stream, { trust: true, sellers: 240 }).effect, truth: GROUP }),
  },
  { name: 'rollout, doubly robust, confounded by a covariate', run: confounded },
];
