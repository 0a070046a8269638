import type { RoundRow } from '../../rounds/row.ts';
import { covariatesOf } from '../../stats/covariates.ts';
import { comparePeriods, periodOf } from '../../trust/period.ts';
import type { ObservationalStudy } from '../observational/study.ts';
import type { Outcome } from '../outcomes/outcome.ts';
import { POLICY_STABILITY } from '../stability.ts';
import { doseOf, type Practice } from './practice.ts';

/** The same for a process that comes in degrees: all periods, the dose as it is. */
export function doseStudyOf(practice: Practice, outcome: Outcome): ObservationalStudy {
  const told = practice.rows.map((row) => (doseOf(practice, row) === undefined ? -1 : 0));
  const study = studyOf(practice, outcome, Int32Array.from(told));
  const exposure = Float64Array.from(study.outcome.row, (at) => {
    const row = practice.rows[at];
    return (row && doseOf(practice, row)) ?? 0;
  });
  return {
    ...study,
    exposure,
    outcome: practice.process === POLICY_STABILITY ? byPolicy(practice, study.outcome) : study.outcome,
  };
}

/** All sellers of a recommender meet one policy in a period: those periods are what is independent, not the sellers. */
function byPolicy({ rows }: Practice, outcome: Outcome): Outcome {
  const names = Array.from(outcome.row, (at) => {
    const row = rows[at];
    return row === undefined ? '' : `${row.recommender} ${periodOf(row)}`;
  });
  const cells = new Map([...new Set(names)].toSorted().map((name, k) => [name, k]));
  return {
    ...outcome,
    cluster: Int32Array.from(names, (name) => cells.get(name) ?? 0),
    sellers: [...cells.keys()],
  };
}

type Of = readonly [name: string, of: (row: RoundRow) => number];

/** A practice as a study of what nobody assigned: every usable round of a period that has both, with what was known before
 *  it: recommender, time, size of the gap, every segment and x_*. */
export function studyOf(
  practice: Practice,
  outcome: Outcome,
  arm: Int32Array,
  smallest?: number,
): ObservationalStudy {
  const kept = Array.from(outcome.row.keys()).filter((i) => arm[outcome.row[i] ?? 0] !== -1);
  const rows = kept.flatMap((i) => practice.rows[outcome.row[i] ?? -1] ?? []);
  const columns = [...known(rows), ...segmentsOf(rows)];
  const taken = (column: Float64Array) => Float64Array.from(kept, (i) => column[i] ?? Number.NaN);
  const [first, ...others] = outcome.bases;
  return {
    process: practice.process,
    outcome: {
      ...outcome,
      y: taken(outcome.y),
      bases: [taken(first), ...others.map(taken)],
      cluster: Int32Array.from(kept, (i) => outcome.cluster[i] ?? 0),
      row: Int32Array.from(kept, (i) => outcome.row[i] ?? -1),
    },
    exposure: Float64Array.from(rows, (row) => ((doseOf(practice, row) ?? 0) > 0 ? 1 : 0)),
    covariates: covariatesOf(rows.map((row) => columns.map(([, of]) => of(row)))),
    names: columns.map(([name]) => name),
    segments: Object.fromEntries(
      namesOf(rows, ({ segments }) => segments).map((name) => [
        name,
        rows.map(({ segments }) => segments[name]),
      ]),
    ),
    ...(smallest === undefined ? {} : { smallest }),
  };
}

function known(rows: readonly RoundRow[]): Of[] {
  const periods = [...new Set(rows.map(periodOf))].toSorted(comparePeriods);
  const number = new Map(periods.map((period, t) => [period, t]));
  const recommenders = [...new Set(rows.map(({ recommender }) => recommender))].toSorted();
  return [
    ['time', (row) => number.get(periodOf(row)) ?? 0],
    [
      'size of the gap',
      ({ recommended, priorPlan }) =>
        recommended === null || priorPlan === null
          ? Number.NaN
          : Math.log1p(Math.abs(recommended - priorPlan)),
    ],
    ...recommenders
      .slice(1)
      .map((name): Of => [`recommender ${name}`, ({ recommender }) => (recommender === name ? 1 : 0)]),
    ...namesOf(rows, ({ covariates }) => covariates).map((name): Of => [
      name,
      ({ covariates }) => covariates[name] ?? Number.NaN,
    ]),
  ];
}

const MOST_VALUES = 12; // of a segment that enters as columns

function segmentsOf(rows: readonly RoundRow[]): Of[] {
  return namesOf(rows, ({ segments }) => segments).flatMap((name) => {
    const values = [...new Set(rows.flatMap(({ segments }) => segments[name] ?? []))].toSorted();
    return values.length > MOST_VALUES
      ? []
      : values
          .slice(1)
          .map((value): Of => [`${name} ${value}`, ({ segments }) => (segments[name] === value ? 1 : 0)]);
  });
}

function namesOf(rows: readonly RoundRow[], of: (row: RoundRow) => object): string[] {
  return [...new Set(rows.flatMap((row) => Object.keys(of(row))))].toSorted();
}
