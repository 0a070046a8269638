import type { Estimates } from '../../trust/estimates.ts';
import { ask, type Unanswered } from './question.ts';

/** Which theory, by how much, and how well each fits. */
export function theoryQuestions({ theories, verdict }: Estimates): Unanswered[] {
  const { preferred, reason, margin, timeSplit } = verdict;
  return [
    ...(preferred === 'cannot tell' ? [{ what: 'which theory explains what sellers do', why: reason }] : []),
    ...(margin === null ? [{ what: 'by how much one theory is ahead', why: reason }] : []),
    ...ask('which theory explains later decisions better', {
      estimate: timeSplit.difference,
      reason: timeSplit.reason,
    }),
    ...theories.flatMap((row) =>
      ask(`how well ${row.theory} fits`, {
        estimate: row.logLikelihood,
        reason: row.reason ?? 'not estimated',
      }),
    ),
  ];
}
