import type { Process } from '../rounds/process.ts';
import type { RoundRow } from '../rounds/row.ts';

/** Rounds of an experiment's arm, by what they say of exposure. */
export interface ArmExposure {
  readonly arm: string;
  readonly exposed: number;
  readonly notExposed: number;
  readonly notKnown: number;
}

export interface ExposureFinding {
  readonly check:
    | 'non-compliance' // assigned to a process, not met
    | 'contamination' // met in control
    | 'before start'
    | 'after end'
    | 'starts after the last round'
    | 'not known'; // not said whether it was met before the decision
  readonly status: 'ok' | 'warn' | 'fail';
  readonly rounds: number;
  readonly of: number; // rounds
  readonly detail: string;
}

export interface ExposureChecks {
  readonly process: string;
  readonly crosstab: readonly ArmExposure[]; // control first; empty without arms
  readonly findings: readonly ExposureFinding[];
}

/** More than this share of an arm's rounds met what they should not, or did not meet what they should: worth a word. */
const WORTH_A_WORD = 0.05;

/** Whether exposure is what it should be: assigned against met, and met only while the process ran. `fail` where what was
 *  logged contradicts the registry, so that one of the two is wrong. */
export function exposureChecks(process: Process, rows: readonly RoundRow[]): ExposureChecks {
  const crosstab = crosstabOf(process, rows);
  const [control, ...treated] = crosstab;
  const findings = [
    ...(control === undefined ? [] : [contamination(control), nonCompliance(treated)]),
    ...againstTheClock(process, rows),
    notKnown(process, rows),
  ];
  return { process: process.process, crosstab, findings };
}

function crosstabOf({ process, experiment }: Process, rows: readonly RoundRow[]): ArmExposure[] {
  const assigned = rows.filter(({ assignments }) => assignments?.[process] !== undefined);
  if (experiment === undefined || assigned.length === 0) return [];
  return experiment.arms.map(({ arm }) => {
    const doses = assigned
      .filter((row) => row.assignments?.[process] === arm)
      .map((row) => row.processes[process]);
    return {
      arm,
      exposed: doses.filter((dose) => dose !== undefined && dose !== 0).length,
      notExposed: doses.filter((dose) => dose === 0).length,
      notKnown: doses.filter((dose) => dose === undefined).length,
    };
  });
}

function contamination({ arm, exposed, notExposed }: ArmExposure): ExposureFinding {
  const of = exposed + notExposed;
  const words = `${exposed} of ${of} rounds in ${arm} met the process: effects by arm are diluted, and are those of being assigned`;
  return finding('contamination', exposed, of, words);
}

function nonCompliance(treated: readonly ArmExposure[]): ExposureFinding {
  const missed = treated.reduce((sum, { notExposed }) => sum + notExposed, 0);
  const of = treated.reduce((sum, { exposed, notExposed }) => sum + exposed + notExposed, 0);
  const words = `${missed} of ${of} rounds assigned to the process did not meet it: effects by arm are those of being assigned`;
  return finding('non-compliance', missed, of, words);
}

function againstTheClock({ process, startAt, endAt }: Process, rows: readonly RoundRow[]): ExposureFinding[] {
  const dated = rows.filter(({ askedAt }) => askedAt !== null);
  if (dated.length === 0) return [];
  const met = dated.filter((row) => (row.processes[process] ?? 0) !== 0);
  const early = met.filter(({ askedAt }) => askedAt !== null && askedAt < startAt).length;
  const late = met.filter(
    ({ askedAt }) => askedAt !== null && endAt !== undefined && askedAt >= endAt,
  ).length;
  const begun = dated.filter(({ askedAt }) => askedAt !== null && askedAt >= startAt).length;
  const check = (name: ExposureFinding['check'], rounds: number, of: number, words: string) =>
    ({ check: name, status: rounds > 0 ? 'fail' : 'ok', rounds, of, detail: words }) as const;
  return [
    check(
      'before start',
      early,
      met.length,
      `${early} of ${met.length} rounds met it before its start, ${startAt}`,
    ),
    check('after end', late, met.length, `${late} of ${met.length} rounds met it after its end`),
    check(
      'starts after the last round',
      begun === 0 ? dated.length : 0,
      dated.length,
      begun === 0
        ? `no round was asked since its start, ${startAt}`
        : `rounds asked since its start: ${begun}`,
    ),
  ];
}

/** Of rounds while it ran. In a run from the table these were logged only after the decision. */
function notKnown({ process, startAt, endAt }: Process, rows: readonly RoundRow[]): ExposureFinding {
  const during = rows.filter(
    ({ askedAt }) => askedAt === null || (askedAt >= startAt && (endAt === undefined || askedAt < endAt)),
  );
  const silent = during.filter((row) => row.processes[process] === undefined).length;
  const words = `${silent} of ${during.length} rounds do not say whether it was met before the decision: they are left out`;
  return finding('not known', silent, during.length, words);
}

function finding(
  check: ExposureFinding['check'],
  rounds: number,
  of: number,
  detail: string,
): ExposureFinding {
  return { check, status: rounds > WORTH_A_WORD * of ? 'warn' : 'ok', rounds, of, detail };
}
