import type { RoundRow } from '../../rounds/row.ts';
import type { Experiment } from '../experiment/experiment.ts';
import type { Outcome } from '../outcomes/outcome.ts';
import type { Arms } from './arms.ts';
import { doseOf, type Practice } from './practice.ts';

/** Above so many sellers the correction for few clusters changes no digit that is read, and costs minutes. */
const MANY_SELLERS = 150;

/** The columns of a comparison of arms, by row of an outcome.
 *  @param adjust names of covariates beside every x_* of the file */
export function experimentOf(
  practice: Practice,
  { arms, arm }: Arms,
  outcome: Outcome,
  adjust: Readonly<Record<string, (row: RoundRow) => number>> = {},
): Experiment {
  const rows = Array.from(outcome.row, (at) => practice.rows[at]).filter((row) => row !== undefined);
  const { startsAt } = practice;
  const dated = startsAt === undefined ? {} : { startsAt };
  return {
    outcome,
    arm: Int32Array.from(outcome.row, (at) => arm[at] ?? -1),
    arms,
    position: Float64Array.from(rows, ({ position }) => position),
    ...dated,
    exposure: Float64Array.from(rows, (row) => doseOf(practice, row) ?? 0),
    ...covariatesOf(rows, adjust),
    segments: segmentsOf(rows),
    robust: outcome.sellers.length > MANY_SELLERS ? 'CR1' : 'CR2',
  };
}

function covariatesOf(
  rows: readonly RoundRow[],
  adjust: Readonly<Record<string, (row: RoundRow) => number>>,
): Pick<Experiment, 'covariates'> {
  const names = [...new Set(rows.flatMap(({ covariates }) => Object.keys(covariates)))].toSorted();
  const own = names.map((name) => [
    name,
    Float64Array.from(rows, ({ covariates }) => covariates[name] ?? Number.NaN),
  ]);
  const more = Object.entries(adjust).map(([name, of]) => [name, Float64Array.from(rows, of)]);
  return own.length + more.length === 0 ? {} : { covariates: Object.fromEntries([...own, ...more]) };
}

function segmentsOf(rows: readonly RoundRow[]): NonNullable<Experiment['segments']> {
  const names = [...new Set(rows.flatMap(({ segments }) => Object.keys(segments)))].toSorted();
  return Object.fromEntries(names.map((name) => [name, rows.map(({ segments }) => segments[name])]));
}
