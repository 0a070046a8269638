import type { FactsTable } from '../../lib/store/facts-table.ts';

/** Mistakes a suite must find; each is made by one line in a test. */
export const BUGS = [
  'conditions are dropped',
  'rounds are not written', // but told as accepted
  'the first report wins',
  'mails in doubt are sent again',
  'the ledger is not asked',
  'closed links work',
] as const;
export type Bug = (typeof BUGS)[number];

export function broken(bug: Bug | null, facts: FactsTable): FactsTable {
  if (bug === 'rounds are not written')
    return {
      ...facts,
      importRounds: (tenant, told, now) =>
        facts.importRounds(
          tenant,
          [...told].filter(({ recommendationId }) => recommendationId !== 'r2'),
          now,
        ),
    };
  if (bug === 'closed links work')
    return {
      ...facts,
      recordReply: (through, submission) =>
        facts.recordReply({ ...through, now: early(through.now) }, submission),
    };
  return facts;
}

/** Long before every round closes. */
const early = <Time extends string>(now: Time) => `2026-01-01${now.slice(10)}` as Time;
