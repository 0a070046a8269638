import type { ClusterRobust } from '../../stats/clustered-fit.ts';
import { requireUnsmoothed, type Outcome } from '../outcomes/outcome.ts';

/** An experiment as columns, each by row of the outcome. */
export interface Experiment {
  readonly outcome: Outcome;
  /** The arm each row was assigned to, by number in `arms`, whatever she then met (intention to treat); -1: none. */
  readonly arm: Int32Array;
  readonly arms: readonly string[]; // the first is control
  /** When each row was, and when the process began, on one scale: rows before are the pre-period. */
  readonly position?: Float64Array;
  readonly startsAt?: number;
  /** A value of each row's seller from before the process, instead of rows before it; NaN: not known. */
  readonly before?: Float64Array;
  /** What she met: 0, 1 or a dose. */
  readonly exposure?: Float64Array;
  /** Known before assignment; NaN takes the mean. */
  readonly covariates?: Readonly<Record<string, Float64Array>>;
  readonly segments?: Readonly<Record<string, readonly (string | undefined)[]>>;
  readonly weights?: Float64Array; // > 0
  readonly robust?: ClusterRobust; // CR2 by default
  readonly smallest?: number; // smallest effect worth acting on, in the unit of the outcome
}

/** The rows of one arm and of control since the process began. */
export interface TwoArms {
  readonly experiment: Experiment;
  readonly names: readonly [control: string, arm: string];
  readonly at: Int32Array; // rows of the outcome
  readonly early: Int32Array; // rows of the outcome before the process
  readonly y: Float64Array;
  readonly bases: readonly Float64Array[];
  readonly treated: Float64Array; // 0 or 1
  readonly cluster: Int32Array;
}

/** @throws RangeError if the outcome was not made of rounds, an arm is not there, or columns differ in length */
export function twoArms(experiment: Experiment, arm: number): TwoArms {
  const { outcome, arms, position, startsAt = -Infinity } = experiment;
  requireUnsmoothed(outcome);
  const [control, name] = [arms[0], arms[arm]];
  if (control === undefined || name === undefined || arm === 0)
    throw new RangeError(`twoArms requires the number of an arm from 1 to ${arms.length - 1}`);
  requireColumns(experiment);
  const wanted = (i: number): boolean => experiment.arm[i] === 0 || experiment.arm[i] === arm;
  const early = (i: number): boolean => (position?.[i] ?? 0) < startsAt;
  const rows = [...outcome.y.keys()].filter(wanted);
  const at = Int32Array.from(rows.filter((i) => !early(i)));
  return {
    experiment,
    names: [control, name],
    at,
    early: Int32Array.from(rows.filter(early)),
    y: taken(outcome.y, at),
    bases: outcome.bases.map((base) => taken(base, at)),
    treated: Float64Array.from(at, (i) => (experiment.arm[i] === arm ? 1 : 0)),
    cluster: at.map((i) => outcome.cluster[i] ?? 0),
  };
}

/** The entries of a column at some rows. */
export function taken(column: Float64Array, at: Int32Array): Float64Array {
  return Float64Array.from(at, (i) => column[i] ?? Number.NaN);
}

function requireColumns({ outcome, arm, position, before, exposure, covariates, weights }: Experiment): void {
  const columns = [arm, position, before, exposure, weights, ...Object.values(covariates ?? {})];
  if (columns.some((column) => column !== undefined && column.length !== outcome.y.length))
    throw new RangeError('an experiment requires columns as long as its outcome');
}
