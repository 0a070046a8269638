import { trustOutcome } from '../../../lib/processes/outcomes/from-rows.ts';
import { cohortsOf } from '../../../lib/processes/rollout/cohorts.ts';
import { panelOf, type RolloutPanel } from '../../../lib/processes/rollout/panel.ts';
import type { RoundRow } from '../../../lib/rounds/row.ts';
import { roundRow } from '../../trust/row.ts';

/** Effect of `reasons` on trust e weeks after it began, as planted: b (1 - phi^e) / (1 - phi). */
export function plantedEffect(e: number): number {
  return e <= 0 ? 0 : (0.02 * (1 - 0.85 ** e)) / 0.15;
}

/** Trust panel v1 (reference/trust-panel.py) as rounds; x1 and x2, on which the rollout depends, as covariates. */
export function panelRounds(csv: string): RoundRow[] {
  const [header = '', ...lines] = csv.trimEnd().split('\n');
  const names = header.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    const cell = (name: string): string => cells[names.indexOf(name)] ?? '';
    const number = (name: string): number => Number(cell(name));
    return roundRow({
      sellerId: cell('seller'),
      recommender: 'replenishment',
      position: number('week'),
      priorPlan: number('prior'),
      recommended: number('rec'),
      chosen: cell('resp') === '' ? null : number('resp'),
      outcome: null,
      processes: { reasons: number('reasons') },
      covariates: { x1: number('x1'), x2: number('x2') },
    });
  });
}

/** The rollout of `reasons` in these rounds, with or without covariates. */
export function reasonsRollout(rows: readonly RoundRow[], adjusted: boolean): RolloutPanel {
  const outcome = trustOutcome(rows, { name: 'level', minGap: 1e-9, minGapRule: 'any gap' });
  const cohort = cohortsOf(rows, 'reasons', outcome, ({ position }) => position);
  if ('reason' in cohort) throw new Error(cohort.detail);
  const known = new Map(rows.map(({ sellerId, covariates }) => [sellerId, covariates]));
  const column = (name: string): Float64Array =>
    Float64Array.from(outcome.sellers, (id) => known.get(id)?.[name] ?? Number.NaN);
  const covariates = adjusted ? { x1: column('x1'), x2: column('x2') } : {};
  const period = outcome.row.map((row) => rows[row]?.position ?? -1);
  return panelOf(outcome, { period, periods: 26, cohort, covariates });
}
