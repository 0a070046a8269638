import type { RoundRow } from '../../rounds/row.ts';
import { comparePeriods, periodOf } from '../../trust/period.ts';
import { refused, type ProcessEffect } from '../effect.ts';
import { complierEffect } from '../experiment/complier.ts';
import { cuped } from '../experiment/cuped.ts';
import { differenceInMeans } from '../experiment/difference-in-means.ts';
import { linAdjusted } from '../experiment/lin.ts';
import { everyArm, trustLevelEffect } from '../experiment/trust-level.ts';
import type { Outcome } from '../outcomes/outcome.ts';
import { dmlEffect } from '../observational/dml.ts';
import type { DmlSettings } from '../observational/study.ts';
import { estimateRollout } from '../rollout/rollout.ts';
import { FEWEST_CLUSTERS } from '../refusal.ts';
import { armsOf, pooled, type Arms } from './arms.ts';
import { experimentOf } from './columns.ts';
import { doseOf, type Practice } from './practice.ts';
import { rolloutPanelOf } from './rollout-panel.ts';
import { doseStudyOf, studyOf } from './study.ts';

/** The effects of a practice on an outcome, the one its design stands for first. */
export type ByDesign = readonly [ProcessEffect, ...ProcessEffect[]];

/** Assigned by chance: arms are compared as assigned; adjusted for what was known before, which changes no mean but its
 *  error; and on whom the assignment moved. */
export function byExperiment(practice: Practice, outcome: Outcome): ByDesign {
  const arms = armsOf(practice);
  const two = experimentOf(practice, pooled(arms), outcome);
  const first = outcome.kind === 'trust' ? trustLevelEffect(two) : plain(two);
  const each =
    arms.arms.length > 2
      ? everyArm(experimentOf(practice, arms, outcome), plain).map(({ arm: name, effect }) =>
          ofArm(name, effect),
        )
      : [];
  if (outcome.bases.length > 1) return [first, ...each];
  const met = arms.source === 'assignment' && anyMet(practice) ? [complierEffect(two)] : [];
  return [first, cuped(two), ...met, ...each];
}

const ofArm = (name: string, found: ProcessEffect): ProcessEffect => ({
  ...found,
  estimator: `${found.estimator}: ${name}`,
});

const plain = (experiment: Parameters<typeof linAdjusted>[0], arm = 1): ProcessEffect =>
  experiment.covariates ? linAdjusted(experiment, arm) : differenceInMeans(experiment, arm);

const anyMet = ({ process, rows }: Practice): boolean =>
  rows.some(({ processes }) => processes[process] !== undefined);

/** Reached sellers at different times: group-time effects against those not under it yet. */
export function byRollout(practice: Practice, outcome: Outcome, seed: number): ByDesign {
  const name = 'staggered rollout (group-time effects)';
  if (outcome.bases.length > 1)
    return [refused(name, 'no comparison group', `${outcome.kind} is not told by a rollout`)];
  const panel = rolloutPanelOf(practice, outcome);
  if ('reason' in panel) return [refused(name, panel.reason, panel.detail)];
  const found = estimateRollout(panel, { seed, draws: 999 });
  return ['kind' in found ? found : found.effect];
}

/** Neither: rounds with and without the process in periods that have both, adjusted for recommender, time, size of the gap
 *  and every x_*, each free to differ between the two. Right only if nothing else decides who meets it. */
export function byAdjustment(practice: Practice, outcome: Outcome, settings: Partial<DmlSettings>): ByDesign {
  const arms = inSharedPeriods(practice, pooled(armsOf(practice)));
  const single = outcome.bases.length === 1;
  if (single && isDose(practice)) return [dmlEffect(doseStudyOf(practice, outcome), 'PLR', settings)];
  const first = adjustedComparison(practice, outcome, arms);
  if (outcome.kind !== 'trust' || first.kind === 'refused') return [first];
  const study = studyOf(practice, outcome, arms.arm);
  return [first, dmlEffect(study, 'PLR', settings), dmlEffect(study, 'ATE', settings)];
}

/** Whether the process comes in degrees. */
const isDose = (practice: Practice): boolean =>
  practice.rows.some((row) => ![0, 1].includes(doseOf(practice, row) ?? 0));

function adjustedComparison(practice: Practice, outcome: Outcome, arms: Arms): ProcessEffect {
  const adjust = adjustments(practice.rows, outcome.kind === 'calibration');
  const two = experimentOf(practice, arms, outcome, adjust);
  const { startsAt: _startsAt, ...whole } = two; // rounds before it are rounds without it
  const found = outcome.kind === 'trust' ? trustLevelEffect(whole) : plain(whole);
  const named = { ...found, estimator: 'adjusted comparison' };
  return named.kind === 'refused'
    ? named
    : {
        ...named,
        estimand: `difference in ${outcome.kind} between rounds with and without the process, adjusted`,
      };
}

/** Leaves out the rounds of periods in which fewer than five sellers are with the process, or without it: what they differ in
 *  may be the time alone. */
export function inSharedPeriods({ rows }: Practice, { arms, arm, source }: Arms): Arms {
  const sellers = new Map<string, readonly [Set<string>, Set<string>]>();
  for (const [i, row] of rows.entries()) {
    const period = periodOf(row);
    const both = sellers.get(period) ?? [new Set<string>(), new Set<string>()];
    sellers.set(period, both);
    if (arm[i] !== -1) both[arm[i] === 1 ? 1 : 0].add(row.sellerId);
  }
  const shared = new Set(
    [...sellers]
      .filter(([, both]) => both.every(({ size }) => size >= FEWEST_CLUSTERS))
      .map(([period]) => period),
  );
  const none = shared.size === 0; // then the estimator says why
  return { arms, source, arm: arm.map((a, i) => (none || shared.has(periodAt(rows, i)) ? a : -1)) };
}

const periodAt = (rows: readonly RoundRow[], i: number): string => {
  const row = rows[i];
  return row === undefined ? '' : periodOf(row);
};

/** Quality is the recommender's own: with calibration, recommenders are not held constant. */
function adjustments(
  rows: readonly RoundRow[],
  acrossRecommenders: boolean,
): Record<string, (row: RoundRow) => number> {
  const recommenders = [...new Set(rows.map(({ recommender }) => recommender))].toSorted();
  const periods = [...new Set(rows.map(periodOf))].toSorted(comparePeriods);
  const number = new Map(periods.map((period, t) => [period, t]));
  const of = (acrossRecommenders ? [] : recommenders.slice(1)).map(
    (name): [string, (row: RoundRow) => number] => [
      `recommender ${name}`,
      (row) => (row.recommender === name ? 1 : 0),
    ],
  );
  return {
    ...Object.fromEntries(of),
    time: (row) => number.get(periodOf(row)) ?? 0,
    'size of the gap': ({ recommended, priorPlan }) =>
      recommended === null || priorPlan === null ? Number.NaN : Math.log1p(Math.abs(recommended - priorPlan)),
  };
}
