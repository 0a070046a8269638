import { penalised } from '../../stats/penalised/learner.ts';
import type { Process } from '../../rounds/process.ts';
import type { RoundRow } from '../../rounds/row.ts';
import { periodOf, comparePeriods } from '../../trust/period.ts';
import type { ProcessRow } from '../../trust/process-schema.ts';
import type { Scale } from '../../trust/scale.ts';
import type { AnalysisSettings } from '../../trust/settings.ts';
import { sequencesOf, unitOf, type Sequence } from '../../trust/sequence.ts';
import type { ProcessEstimates } from '../../trust/estimates.ts';
import { withPolicyStability } from '../stability.ts';
import { refused, type Effect, type ProcessEffect } from '../effect.ts';
import { investments } from '../investment/investments.ts';
import { exposedPanel, jointEffect } from '../joint/joint-effect.ts';
import type { Calibration } from '../heterogeneity/calibration.ts';
import { whoGainsMost } from '../heterogeneity/who-gains-most.ts';
import type { ObservationalStudy } from '../observational/study.ts';
import type { Outcome } from '../outcomes/outcome.ts';
import { armsOf, pooled, sinceStart } from './arms.ts';
import { byAdjustment, byExperiment, byRollout, inSharedPeriods, type ByDesign } from './by-design.ts';
import { checked } from './checks.ts';
import { OTHER_OUTCOMES, trustLevel } from './outcomes.ts';
import { trustAndResult } from './growth.ts';
import { segmentRows } from './segments.ts';
import { silenceOf } from './silence.ts';
import { statedByAll } from './stated-by-all.ts';
import { studyOf } from './study.ts';
import { doseOf, practicesOf, type Practice } from './practice.ts';
import { estimatorRow, familywise, told, verdictOf } from './rows.ts';

/** The scale of the fit, and of the settings of the analysis what concerns processes. */
export type EstimationSettings = Pick<AnalysisSettings, 'seed' | 'budget' | 'smallestChange'> & {
  readonly scale: Scale;
};

/** What each process does to trust, and where to invest next. Never fails on data: what cannot be told is refused by name. */
export function estimateProcesses(
  rows: readonly RoundRow[],
  registry: readonly Process[],
  settings: EstimationSettings,
): ProcessEstimates {
  const { budget = null } = settings;
  const known = registry.some(({ kind }) => kind === 'stability')
    ? withPolicyStability(rows, registry, settings.scale.name)
    : rows;
  const practices = practicesOf(known, registry);
  const { scale, seed } = settings;
  const about = { nonresponse: statedByAll(rows, scale, seed), growth: trustAndResult(rows, scale, seed) };
  if (practices.length === 0)
    return { ...about, processes: [], investments: [], choice: null, reasons: NONE };
  const found = practices.map((practice) => {
    const { checks, broken } = checked(practice);
    return { practice, checks, effects: broken ? ([broken] as const) : effectsOf(practice, settings) };
  });
  const count = found.filter(({ effects: [first] }) => first.kind === 'effect').length;
  const processes = found.map((each) => processRow(each, count, settings));
  const candidates = found.flatMap(({ practice, effects: [effect] }) =>
    effect.kind === 'effect' ? [candidateOf(practice, effect)] : [],
  );
  const { rows: ranked, portfolio, ...choice } = investments(candidates, budget);
  return {
    ...about,
    processes,
    investments: [...ranked],
    choice: {
      ...choice,
      budget,
      portfolio: portfolio && { ...portfolio, processes: [...portfolio.processes] },
    },
    reasons: ranked.length === 0 ? { investments: 'no effect of a process could be told' } : {},
  };
}

/** Double machine learning as every analysis runs it: sparse linear models, three divisions. */
const LEARNING = { learner: penalised({ mix: 1, degree: 1 }), repeats: 3 } as const;

const NO_PROCESS = 'no process is registered, and no column process_<name> or arm_<name> is in the data';
const NONE = { processes: NO_PROCESS, investments: NO_PROCESS };

/** Effects on the level of trust: by design first, the joint model last. */
function effectsOf(practice: Practice, { scale, seed, smallestChange }: EstimationSettings): ByDesign {
  const [first, ...beside] = designed(practice, trustLevel(practice.rows, scale), seed);
  const sequences = sequencesOf(practice.rows, { scale, dropOutcomeOfUnusedRows: false });
  return [first, ...beside, joint(practice, sequences, smallestChange)];
}

function designed(practice: Practice, outcome: Outcome, seed: number): ByDesign {
  if (outcome.kind === 'calibration' && outcome.y.length === 0)
    return [
      refused('calibration', 'no comparison group', 'no seller met recommenders that differ in fidelity'),
    ];
  if (practice.design === 'experiment') return byExperiment(practice, outcome);
  return practice.design === 'rollout'
    ? byRollout(practice, outcome, seed)
    : byAdjustment(practice, outcome, { ...LEARNING, seed });
}

function joint(
  practice: Practice,
  sequences: readonly Sequence[],
  smallest: number | undefined,
): ProcessEffect {
  const unit = unitOf(sequences);
  return jointEffect(
    exposedPanel(sequences, { unit, referenceGap: unit }, (row) => doseOf(practice, row)),
    smallest,
  );
}

interface Found {
  readonly practice: Practice;
  readonly checks: ProcessRow['checks'];
  readonly effects: ByDesign;
}

/** Who gains most, and by segment. */
function gainers(
  practice: Practice,
  scale: Scale,
  seed: number,
): Pick<ProcessRow, 'whoGainsMost' | 'segments'> {
  const study = segmentStudy(practice, scale);
  const found = whoGainsMost(study, { ...LEARNING, seed }, LEARNING.learner);
  return {
    whoGainsMost: found.kind === 'refused' ? null : calibrated(found.calibration),
    segments: segmentRows(study, { ...LEARNING, seed }),
  };
}

/** Null where everybody is predicted to gain the same. */
const calibrated = ({ slope, autoc, verdict }: Calibration): ProcessRow['whoGainsMost'] =>
  slope.se > 0
    ? { slope: slope.estimate, slopeSe: slope.se, autoc: autoc.estimate, autocSe: autoc.se, verdict }
    : null;

/** Effects by segment are of what was met in rounds of periods that have both. */
function segmentStudy(practice: Practice, scale: Scale): ObservationalStudy {
  const arms = inSharedPeriods(practice, sinceStart(practice, pooled(armsOf(practice))));
  return studyOf(practice, trustLevel(practice.rows, scale), arms.arm);
}

function processRow(
  { practice, checks, effects }: Found,
  count: number,
  { scale, seed }: EstimationSettings,
): ProcessRow {
  const [first] = effects;
  const { process, entry, kind, design } = practice;
  const family = familywise(first, count);
  const effect = told(first);
  return {
    process,
    name: entry?.name ?? null,
    kind,
    design,
    startsAt: entry?.startAt ?? null,
    endsAt: entry?.endAt ?? null,
    recommenders: entry?.scope?.recommenders === undefined ? null : [...entry.scope.recommenders],
    estimand: first.kind === 'refused' ? '' : first.estimand,
    effect,
    anytime: effect.anytime,
    familywise: family,
    effective: verdictOf(family),
    n: first.kind === 'refused' ? 0 : first.n,
    clusters: first.kind === 'refused' ? 0 : first.clusters,
    diagnostics: first.kind === 'refused' ? {} : { ...first.diagnostics },
    checks,
    estimators: effects.map(estimatorRow),
    outcomes: OTHER_OUTCOMES.map(({ outcome, unit, make }) => {
      const [found] = designed(practice, make(practice.rows, scale, design), seed);
      const row = estimatorRow(found);
      return {
        outcome,
        unit,
        effect: row.effect,
        rows: row.rows,
        estimator: row.estimator,
        refused: row.refused,
      };
    }),
    silence: first.kind === 'refused' ? null : silenceOf(practice, scale),
    ...(first.kind === 'refused' ? { whoGainsMost: null, segments: [] } : gainers(practice, scale, seed)),
  };
}

const QUARTER = 13; // periods

/** Whom a process could reach in a quarter: the sellers, or rounds, of the last 13 periods. */
function candidateOf({ process, entry, rows }: Practice, { estimate, se, clusters }: Effect) {
  const all = [...new Set(rows.map(periodOf))].toSorted(comparePeriods);
  const periods = new Set(all.slice(-QUARTER));
  const recent = rows.filter((row) => periods.has(periodOf(row)));
  const perRound = entry?.costUnit === 'round';
  return {
    process,
    effect: { estimate, se, clusters },
    costPerUnit: entry?.costPerUnit ?? null,
    reach: perRound ? recent.length : new Set(recent.map(({ sellerId }) => sellerId)).size,
  };
}
